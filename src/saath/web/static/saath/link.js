// Runs Meta's sign-up and hands what it ends with to the server: a code, and the account.
// Code and session event come independently and in either order; one of them may never come.
// Facts: Meta, embedded-signup/implementation and onboarding-business-app-users (2026-11-21).
const button = document.getElementById('launch');
const status = document.getElementById('linking');
const { app, config, version, provider, origin } = button.dataset;
const EVENT_MS = 3000, CLOSED_MS = 1500;
let code = '', account = '', cancel = null, over = false, timer = 0;

window.fbAsyncInit = () => FB.init({ appId: app, autoLogAppEvents: true, xfbml: true, version });

// By the parsed host: "evilfacebook.com" ends with "facebook.com" too.
function isMeta(from) {
  if (provider !== 'meta') return from === origin;
  const { protocol, hostname } = new URL(from);
  return protocol === 'https:' && (hostname === 'facebook.com' || hostname.endsWith('.facebook.com'));
}

function read(data) {
  try {
    const said = typeof data === 'string' ? JSON.parse(data) : null;
    return said?.type === 'WA_EMBEDDED_SIGNUP' ? said : null;
  } catch { return null; }
}

window.addEventListener('message', (event) => {
  const said = event.origin && event.origin !== 'null' && isMeta(event.origin) ? read(event.data) : null;
  if (!said || over) return;
  if (said.event === 'CANCEL') {
    const { error_message: message, current_step: step } = said.data ?? {};
    cancel = message ? ['meta_error', String(message)] : ['cancelled', String(step ?? '')];
    later(CLOSED_MS);
  } else if (said.event?.startsWith('FINISH')) {
    account = String(said.data?.waba_id ?? '');
    code ? finish() : later(EVENT_MS);
  }
});

// What is missing gets a moment to come; the code lives 30 seconds.
function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(finish, ms);
}

function finish() {
  if (over) return;
  over = true;
  if (code) send('code-form', { code, waba_id: account });
  else if (cancel) send('ended-form', { problem: cancel[0], detail: cancel[1].slice(0, 200) });
  else send('ended-form', { problem: account ? 'code_missing' : 'cancelled', detail: '' });
}

function send(id, values) {
  const form = document.getElementById(id);
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  status.textContent = status.dataset.busy;
  form.submit();
}

// Sees whether the browser opened the window, and when a person closes it.
function watched(launch) {
  const open = window.open;
  let popup = null, asked = false;
  window.open = (...how) => { asked = true; popup = open.apply(window, how); return popup; };
  try { launch(); } finally { window.open = open; }
  if (asked && !popup) { over = true; send('ended-form', { problem: 'popup_blocked', detail: '' }); return; }
  const look = setInterval(() => {
    if (over) clearInterval(look);
    else if (popup?.closed) { clearInterval(look); later(code || account ? EVENT_MS : CLOSED_MS); }
  }, 300);
}

button.addEventListener('click', () => {
  if (!window.FB) { send('ended-form', { problem: 'not_loaded', detail: '' }); return; }
  [code, account, cancel, over] = ['', '', null, false];
  status.textContent = status.dataset.open;
  watched(() => FB.login((answer) => {
    code = answer?.authResponse?.code ?? '';
    if (code && account) finish(); else later(code ? EVENT_MS : CLOSED_MS);
  }, {
    config_id: config,
    response_type: 'code',
    override_default_response_type: true,
    extras: { setup: {}, featureType: 'whatsapp_business_app_onboarding', sessionInfoVersion: '3' },
  }));
});
