// Alt+J and Alt+K: the next and the previous chat; J and K alone while the list has the focus
// (single keys everywhere would be in the way of people who speak to their computer, WCAG 2.1.4).
// By `code`, so that they stay where they are on every keyboard layout.
const list = document.getElementById('rows');
document.addEventListener('keydown', (event) => {
  const step = { KeyJ: 1, KeyK: -1 }[event.code];
  const inside = list?.contains(document.activeElement);
  if (!step || !list || event.ctrlKey || event.metaKey || !(event.altKey || inside)) return;
  const rows = [...list.querySelectorAll('.row')];
  const at = rows.findIndex((row) => (inside ? row === document.activeElement : row.hasAttribute('aria-current')));
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  event.preventDefault();
});
