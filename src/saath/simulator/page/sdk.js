// Stands where Facebook's JavaScript SDK would: FB.init, FB.login for the embedded sign-up.
// The code comes to the callback, the session event as a message, in either order, as from Meta.
(() => {
  const base = new URL(document.currentScript.src).origin;
  let callback = null;
  window.FB = {
    init() {},
    login(done) {
      callback = done;
      window.open(`${base}/_sim/popup`, "simulator", "width=520,height=640");
    },
  };
  window.addEventListener("message", (event) => {
    if (event.origin !== base || !event.data || event.data.kind !== "simulator-code") return;
    const code = event.data.code;
    const done = callback;
    callback = null;
    if (done) done(code ? { status: "connected", authResponse: { code } } : { status: "unknown", authResponse: null });
  });
  if (window.fbAsyncInit) window.fbAsyncInit();
})();
