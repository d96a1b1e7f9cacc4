// Keeps the open page fresh and sends without leaving it. Everything works without this file.
const parts = [".thread", ".chats", ".problem"];
let asked = 0;
function atEnd(thread) {
  return thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
}
function toEnd() {
  const thread = document.querySelector(".thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
}
function show(text, always) {
  const next = new DOMParser().parseFromString(text, "text/html");
  for (const part of parts) {
    const [now, then] = [document.querySelector(part), next.querySelector(part)];
    if (part === ".problem" && always && then && !now) document.querySelector("#page").prepend(then);
    else if (part === ".problem" && always && now && !then) now.remove();
    if (part === ".problem" || !now || !then || now.innerHTML === then.innerHTML) continue;
    const follow = part === ".thread" && (always || atEnd(now));
    const from = now.scrollTop;
    now.replaceChildren(...then.childNodes);
    if (follow) toEnd();
    else now.scrollTop = from;
  }
}
async function refresh() {
  const busy = document.querySelector(".thread details[open], .chats details[open]");
  if (document.hidden || busy) return;
  const mine = ++asked;
  const answer = await fetch(location.href).catch(() => null);
  if (answer && answer.ok && mine === asked) show(await answer.text(), false);
}
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".composer")) return;
  event.preventDefault();
  asked += 1;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer || !answer.ok) return form.submit();
  show(await answer.text(), true);
  form.reset();
  form.elements.text.focus();
});
document.addEventListener("toggle", (event) => {
  if (event.target.open) event.target.lastElementChild?.scrollIntoView({ block: "nearest" });
}, true);
toEnd();
setInterval(refresh, 1000);
