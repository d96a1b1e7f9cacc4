// Keeps the open chat and the list fresh. Everything works without this file; reload instead.
const parts = [".thread", ".chats"];
function toEnd() {
  const thread = document.querySelector(".thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
}
async function refresh() {
  const busy = document.querySelector(".thread details[open], .chats details[open]");
  if (document.hidden || busy) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer || !answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const [now, then] = [document.querySelector(part), next.querySelector(part)];
    if (now && then && now.innerHTML !== then.innerHTML) {
      now.replaceWith(then);
      if (part === ".thread") toEnd();
    }
  }
}
toEnd();
setInterval(refresh, 2000);
