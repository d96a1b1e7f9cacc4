// The composer: drafts that survive a reload, the sign that somebody types, and the bar that says
// what others wrote meanwhile. Sending itself needs none of this: the forms are forms.
// Drafts stay in this tab: a desk is shared, and words must not outlive whoever signed out.
const CLAIM_EVERY = 10000;
const thread = document.getElementById('thread');
const messages = document.getElementById('messages');
let claimed = 0;

const composer = () => document.getElementById('composer');
const place = (mode) => `draft:${composer().dataset.chat}:${mode}`;
const reply = () => composer()?.querySelector('textarea[data-draft="reply"]');
const last = () => messages?.querySelector('.msgs')?.dataset.last ?? '';

function restore() {
  const sent = composer().dataset.sent;
  if (sent) sessionStorage.removeItem(place(sent));
  for (const box of composer().querySelectorAll('textarea[data-draft]')) {
    box.value ||= sessionStorage.getItem(place(box.dataset.draft)) ?? '';
    if (sent === box.dataset.draft) box.focus();
  }
  demand();
}

// Whoever writes a note goes on writing a note after the page was loaded anew: words of the team
// must not go to a customer because somebody pressed another button meanwhile.
function resume() {
  const note = composer().querySelector('#m-note');
  if (note && sessionStorage.getItem(place('mode')) === 'note') note.checked = true;
}

// Without a file there must be words. The form does not say so by itself: it also works without this.
function demand() {
  const box = reply();
  if (box) box.required = !box.form.elements.file?.files.length && !box.form.querySelector('[name=kept]:checked');
}

function claim(box) {
  if (!box.value.trim() || Date.now() - claimed < CLAIM_EVERY) return;
  claimed = Date.now();
  const body = new URLSearchParams({ csrfmiddlewaretoken: box.form.elements.csrfmiddlewaretoken.value });
  fetch(box.dataset.claim, { method: 'POST', body, keepalive: true }).catch(() => { claimed = 0; });
}

// Whoever has not begun to write has seen what is on the page; whoever has, is told of the rest.
function compare() {
  const box = reply(), now = last();
  if (!box || !now || box.form.elements.seen.value === now) return;
  if (!box.value.trim()) box.form.elements.seen.value = now;
  else collide(now);
}

function collide(now) {
  const item = document.getElementById(`m-${now}`), bar = document.getElementById('collision');
  if (!item || bar.dataset.of === now) return;
  bar.dataset.of = now;
  const by = item.querySelector('.by b') ?? document.querySelector('#thread h1');
  bar.querySelector('.who').textContent = by.textContent;
  bar.querySelector('.how').textContent = bar.dataset.said;
  const what = ['.say', '.file .name', '.kind', '.file'].map((part) => item.querySelector(part)).find(Boolean);
  bar.querySelector('.what').textContent = what?.textContent ?? item.querySelector('img')?.alt ?? '';
  bar.hidden = false;
}

function settle(choice) {
  const box = reply(), bar = document.getElementById('collision');
  if (choice === 'discard') { box.value = ''; sessionStorage.removeItem(place('reply')); }
  box.form.elements.seen.value = bar.dataset.of;
  bar.hidden = true;
  box.focus();
}

if (thread && composer()) {
  resume();
  restore();
  compare();
  thread.addEventListener('input', ({ target }) => {
    if (!target.dataset.draft) return;
    sessionStorage.setItem(place(target.dataset.draft), target.value);
    if (target.dataset.claim) claim(target);
  });
  thread.addEventListener('change', ({ target }) => {
    if (target.name === 'mode') sessionStorage.setItem(place('mode'), target.value);
    demand();
  });
  thread.addEventListener('click', ({ target }) => {
    const choice = target.closest('[data-collision]')?.dataset.collision;
    if (choice) settle(choice);
  });
  // Enter sends, Shift+Enter is a new line; never in the middle of composing a letter.
  thread.addEventListener('keydown', (event) => {
    const { target, key, shiftKey, isComposing } = event;
    if (key !== 'Enter' || shiftKey || isComposing || !target.dataset.draft) return;
    event.preventDefault();
    target.form.requestSubmit();
  });
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].includes(composer()))) restore();
  }).observe(thread, { childList: true });
  if (messages) new MutationObserver(compare).observe(messages, { childList: true, subtree: true, attributes: true });
}
