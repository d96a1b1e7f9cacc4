// J and K, or Alt with them: the next and the previous chat. Enter opens it, as on any link.
document.addEventListener('keydown', (event) => {
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step || event.ctrlKey || event.metaKey || event.target.closest('input, textarea, [contenteditable]')) return;
  const rows = [...document.querySelectorAll('.row')];
  const from = rows.findIndex((row) => row === document.activeElement || (row.hasAttribute('aria-current') && !document.activeElement.classList.contains('row')));
  rows[Math.min(Math.max(from + step, 0), rows.length - 1)]?.focus();
  event.preventDefault();
});
