// Says to screen readers which goals of a class link are met, whenever that changes. The list itself
// is drawn anew each time, and a live region that is new says nothing.

if (!document.getElementById("gd-goals-said")) {
  const status = document.createElement("div");
  status.id = "gd-goals-said";
  status.role = "status";
  status.style.cssText = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
  document.body.append(status);
  let list;
  let said = "";
  const look = () => {
    const found = document.querySelector(".st-key-task .gd-goals");
    if (found === list || (!found && document.querySelector(".st-key-task"))) return;
    list = found;
    const goals = [...(list?.children ?? [])].map((goal) => goal.textContent.trim()).join(" ");
    status.textContent = said && goals !== said ? goals : ""; // on arrival it is read anyway
    said = goals;
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}
