// Keys for whoever decides about many records: j and k move, x ticks, a ticks all. Without script, Tab and Space do.
"use strict";
const boxes = () => Array.from(document.querySelectorAll("#decisions input[type=checkbox]"));
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("select, textarea, input:not([type=checkbox])");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || !boxes().length) return;
  const all = boxes();
  const at = all.indexOf(document.activeElement);
  if (event.key === "j") all[Math.min(at + 1, all.length - 1)].focus();
  else if (event.key === "k") all[Math.max(at - 1, 0)].focus();
  else if (event.key === "x" && at >= 0) all[at].checked = !all[at].checked;
  else if (event.key === "a") {
    const tick = !all.every((box) => box.checked);
    all.forEach((box) => { box.checked = tick; });
  } else return;
  event.preventDefault();
});
