/* Runs the page's script in a notebook that is open, now and whenever more tables come into view. A second copy does nothing. */
(function () {
  if (window.parallaxTables) return;
  window.parallaxTables = function () {
    TABLES;
  };
  let asked = false;
  const run = () => { asked = false; window.parallaxTables(); };
  const holds = (node) => node.nodeType === 1 && (node.matches(".px-table") || node.querySelector(".px-table"));
  new MutationObserver((changes) => {
    if (asked || !changes.some((change) => [...change.addedNodes].some(holds))) return;
    asked = true;
    requestAnimationFrame(run);
  }).observe(document.body, { childList: true, subtree: true });
  run();
})();
