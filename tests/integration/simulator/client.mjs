// whatsapp-api-js against the simulator: its documented hooks are ponyfill.fetch and post().
// Sends everything it can, carries media both ways, verifies webhooks; prints one JSON object.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const sim = JSON.parse(process.argv[2]);
const require = createRequire(pathToFileURL(process.argv[3] + "/package.json"));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { WhatsAppAPI } = await load("whatsapp-api-js");
const m = await load("whatsapp-api-js/messages");

const there = (url) => {
  const found = new URL(url);
  const base = new URL(sim.base_url);
  [found.protocol, found.host] = [base.protocol, base.host];
  return found;
};
const api = new WhatsAppAPI({
  token: sim.token,
  appSecret: sim.app_secret,
  webhookVerifyToken: sim.verify_token,
  v: "v25.0",
  ponyfill: { fetch: (url, options) => fetch(there(url), options) },
});
const phone = sim.phone_number_id;
const to = { phone: "+915551234567" };
const control = (name, given) =>
  fetch(`${sim.base_url}/_sim/${name}`, { method: "POST", body: JSON.stringify(given) }).then((r) => r.json());

const seen = { messages: [], statuses: [], refused: 0 };
api.on.message = ({ message, contact }) => seen.messages.push({ id: message.id, type: message.type, name: contact.profile.name });
api.on.status = ({ id, status }) => seen.statuses.push({ id, status });
const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  if (request.method === "GET") return response.end(api.get(Object.fromEntries(url.searchParams)));
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const raw = Buffer.concat(pieces).toString("utf8");
  try {
    await api.post(JSON.parse(raw), raw, request.headers["x-hub-signature-256"]);
    response.writeHead(200).end();
  } catch (error) {
    seen.refused += 1;
    response.writeHead(error.httpStatus ?? 401).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
await control("webhook", { url: `http://127.0.0.1:${server.address().port}/` });
await control("settings", { values: { batch: 1 } });
const written = await control("message", { person: to.phone, text: "Namaste", type: "text" });
const picture = await control("message", { person: to.phone, type: "image" });

const bytes = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 13, 10, 45, 45]);
const form = new FormData();
form.set("file", new Blob([bytes], { type: "image/png" }), "a.png");
const media = await api.uploadMedia(phone, form);
const shown = await api.retrieveMedia(media.id);
const back = new Uint8Array(await (await api.fetchMedia(shown.url)).arrayBuffer());

const row = new m.Row("r1", "Banarasi", "silk");
const messages = {
  text: new m.Text("Rs 450"),
  image: new m.Image(media.id, true, "this one"),
  image_link: new m.Image("https://example.com/a.png"),
  video: new m.Video("https://example.com/a.mp4"),
  audio: new m.Audio("https://example.com/a.ogg", false, true),
  document: new m.Document("https://example.com/a.pdf", false, "bill", "bill.pdf"),
  sticker: new m.Sticker("https://example.com/a.webp"),
  location: new m.Location(72.83, 21.17, "Shop", "Ring Road"),
  contacts: new m.Contacts([new m.Name("Tailor", "Tailor"), new m.Phone("+915550000001")]),
  reaction: new m.Reaction(written.wamid, "👍"),
  buttons: new m.Interactive(new m.ActionButtons(new m.Button("b1", "Red")), new m.Body("Which?")),
  list: new m.Interactive(new m.ActionList("Open", new m.ListSection("Silk", row)), new m.Body("Which?")),
  url: new m.Interactive(new m.ActionCTA("Open", "https://example.com"), new m.Body("Look")),
  ask_location: new m.Interactive(new m.ActionLocation(), new m.Body("Where?")),
  catalogue: new m.Interactive(new m.ActionCatalog(new m.Product("s1")), new m.Body("All")),
};
const answers = {};
for (const [kind, message] of Object.entries(messages)) {
  answers[kind] = await api.sendMessage(phone, to, message, kind === "text" ? written.wamid : undefined, kind);
}
answers.template = await api.sendMessage(phone, to, new m.Template("ready", new m.Language("en"), new m.BodyComponent(new m.BodyParameter("Asha"))));
const read = await api.markAsRead(phone, written.wamid, "text");
const blocked = await api.blockUser(phone, to);
await api.unblockUser(phone, to);
const removed = await api.deleteMedia(media.id);
await control("advance", { seconds: 120 });
const until = Date.now() + 8000;
while (Date.now() < until && (seen.messages.length < 2 || seen.statuses.length < 2)) {
  await new Promise((later) => setTimeout(later, 20));
}
server.close();
server.closeAllConnections();
console.log(JSON.stringify({
  answers, read, blocked, removed, seen, written, picture,
  media_back: Buffer.compare(Buffer.from(back), Buffer.from(bytes)) === 0,
  mime: shown.mime_type,
}));
process.exit(0);
