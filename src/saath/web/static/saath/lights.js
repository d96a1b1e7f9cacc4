// Keeps the lights of the header current. A page with a live list hears of changes from it; every
// other page listens itself. Without any of this the lights are as old as the page.
const lights = document.getElementById('lights');
const REST = 4000, EVERY = 20000;
let asked = 0, waiting = 0;

async function refresh() {
  waiting = 0;
  asked = Date.now();
  if (document.hidden || lights.contains(document.activeElement)) return;
  const answer = await fetch(lights.dataset.part, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (answer?.ok && !answer.headers.has('HX-Redirect')) lights.innerHTML = await answer.text();
}

// A burst of changes is one question.
function soon() {
  if (!waiting) waiting = setTimeout(refresh, Math.max(200, asked + REST - Date.now()));
}

if (lights) {
  document.addEventListener('saath:changed', soon);
  if (!document.querySelector('[data-live]')) new EventSource('/events').addEventListener('changed', soon);
  setInterval(soon, EVERY);
}
