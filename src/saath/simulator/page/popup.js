// The popup of the pretend sign-up: asks the phone, waits for its answer, tells the opener.
const opener_ = window.opener;
function tell(event, data, code) {
  if (!opener_) return;
  const session = { type: "WA_EMBEDDED_SIGNUP", event, data, version: 3 };
  opener_.postMessage(JSON.stringify(session), "*");
  opener_.postMessage({ kind: "simulator-code", code }, "*");
}
async function look() {
  const state = await (await fetch("/_sim/sign-up")).json();
  if (state.code) {
    tell("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", { waba_id: state.waba_id }, state.code);
    window.close();
  } else if (!state.asked) {
    tell("CANCEL", { current_step: "PHONE_NUMBER_SETUP" }, "");
    window.close();
  } else {
    setTimeout(look, 500);
  }
}
document.getElementById("leave").addEventListener("click", () => {
  tell("CANCEL", { current_step: "PHONE_NUMBER_SETUP" }, "");
  window.close();
});
fetch("/_sim/ask-link", { method: "POST", body: "{}" }).then(look);
