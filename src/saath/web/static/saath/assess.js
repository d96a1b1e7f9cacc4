// Dropping files, an upload that shows how far it is, and the bar while chats are read.
// Without it the form uploads by itself and the page reloads every two seconds.
const form = document.getElementById('upload');
const bar = document.getElementById('bar');
const reading = document.getElementById('reading');
const ASK_EVERY = 500;

function prepare() {
  const input = form.elements.files;
  const area = form.querySelector('.drop');
  area.querySelector('[data-with-script]').hidden = false;
  for (const name of ['dragenter', 'dragover']) {
    area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add('over'); });
  }
  for (const name of ['dragleave', 'drop']) area.addEventListener(name, () => area.classList.remove('over'));
  area.addEventListener('drop', (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    if (input.files.length) form.requestSubmit();
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); send(input); });
}

function send(input) {
  const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
  if (size > Number(form.dataset.largest)) { say(form.dataset.tooLarge); return; }
  const request = new XMLHttpRequest();
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable) return;
    bar.hidden = false;
    bar.value = Math.round(100 * event.loaded / event.total);
    say(`${bar.value} %`);
  };
  request.onload = () => {
    if (request.status === 200) { location.assign('/assess'); return; }
    document.open();
    document.write(request.responseText);
    document.close();
  };
  request.onerror = () => { bar.hidden = true; say(form.dataset.lost); };
  request.open('POST', form.action);
  request.send(new FormData(form));
}

function say(text) { document.getElementById('sent').textContent = text; }

async function ask() {
  try {
    const { stage, percent } = await (await fetch(reading.dataset.progress)).json();
    if (stage !== 'waiting' && stage !== 'reading') { location.reload(); return; }
    bar.value = percent;
    document.getElementById('percent').textContent = `${percent} %`;
  } catch { /* the server is away for a moment: ask again */ }
  setTimeout(ask, ASK_EVERY);
}

if (form) prepare();
if (reading) setTimeout(ask, ASK_EVERY);
