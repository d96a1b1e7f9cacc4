// The page that updates itself: listens to /events and asks for the part that changed.
// Without it everything still works by loading pages. One stream per tab for now: HTTP/1.1 allows
// six connections per host, so the seventh tab waits (HTTP/2 does not have this limit).
const rows = document.getElementById('rows');
const messages = document.getElementById('messages');
const said = document.getElementById('said');
const light = document.getElementById('live');
const badge = document.getElementById('badge');
const title = document.title.replace(/^(.*?· )?(\d+)[^·]*· /, '$1');
const LOST_AFTER = 3000, OFF_AFTER = 15000;
let timers = [];

const ask = (part) => part?.dispatchEvent(new CustomEvent('changed'));

function listen() {
  const source = new EventSource(rows.dataset.live);
  source.onopen = () => say('', '');
  source.onerror = () => { if (!timers.length) lost(); };
  source.addEventListener('changed', (event) => {
    const { conversations } = JSON.parse(event.data);
    ask(rows);
    document.dispatchEvent(new CustomEvent('saath:changed'));
    if (!conversations || conversations.includes(messages?.dataset.conversation)) ask(messages);
  });
}

function lost() {
  timers = [
    setTimeout(() => say(light.dataset.lost, 'lost'), LOST_AFTER),
    setTimeout(() => say(light.dataset.off, 'off'), OFF_AFTER),
  ];
}

function say(text, state) {
  if (!state) { timers.forEach(clearTimeout); timers = []; }
  light.textContent = text;
  light.className = `live ${state}`;
}

// Two people who turn out to be one get one id: the list marks the open chat under its new one.
function follow() {
  const now = rows.querySelector('[aria-current]')?.closest('li').id.slice(2);
  if (!messages || !now || now === messages.dataset.conversation) return;
  messages.dataset.conversation = now;
  ask(messages);
}

// The count stands in the list; the badge and the title repeat it.
function count() {
  const waiting = Number(document.getElementById('waiting')?.textContent ?? 0);
  badge.textContent = waiting || '';
  badge.hidden = !waiting;
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

// A message that was not there before is tinted for a second, and read out.
const known = new Set();
function greet(first) {
  for (const item of messages?.querySelectorAll('li[id^="m-"]') ?? []) {
    if (known.has(item.id)) continue;
    known.add(item.id);
    if (first) continue;
    item.classList.add('fresh');
    said.textContent = item.querySelector('.bubble').innerText;
  }
}

if (rows?.dataset.live) {
  greet(true);
  listen();
  new MutationObserver(() => { count(); follow(); }).observe(rows, { childList: true, subtree: true, characterData: true });
  if (messages) new MutationObserver(() => greet(false)).observe(messages, { childList: true, subtree: true });
  // Waits grow by themselves; and a wake-up may be lost, so nothing is ever older than this.
  setInterval(() => { ask(rows); ask(messages); }, 20000);
}
