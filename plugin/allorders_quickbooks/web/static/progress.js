// Live progress: while a run is under way its part of the page is fetched anew. Without script the page loads itself.
"use strict";

const part = document.getElementById("qb-progress");
let looks = Number(part.dataset.follow || 0);

async function look() {
  const answer = await fetch(part.dataset.fetch, { credentials: "same-origin" });
  if (!answer.ok) return;
  part.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  looks = part.querySelector("[data-running]") ? 10 : looks - 1;
  follow();
}

function follow() {
  part.toggleAttribute("data-follow", looks > 0);
  if (looks > 0) setTimeout(() => look().catch(follow), 700);
}

follow();
