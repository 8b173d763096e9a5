// `node server.mjs PORT NAME TOKEN [--cavage] [--locked]`: a Fediverse server for one person, by
// Fedify; POST /control is the person, who shows the token.
import { createServer } from "node:http";

import { Person } from "./actions.mjs";
import { make } from "./federation.mjs";
import { Store } from "./store.mjs";

const [port, name, token, ...flags] = process.argv.slice(2);
const origin = `http://127.0.0.1:${port}`;
const store = new Store(name);
const federation = await make(store, {
  firstKnock: flags.includes("--cavage") ? "draft-cavage-http-signatures-12" : "rfc9421",
  locked: flags.includes("--locked"),
});

async function control(request) {
  if (request.headers.get("authorization") !== `Bearer ${token}`) {
    return new Response("not you", { status: 401 });
  }
  const { act, ...about } = await request.json();
  const person = new Person(federation.createContext(new URL(origin), undefined), store);
  try {
    return Response.json((await person[act](about)) ?? null);
  } catch (error) {
    return new Response(error.stack, { status: 500 });
  }
}

async function answer(request) {
  if (new URL(request.url).pathname === "/control") return control(request);
  return federation.fetch(request, {
    contextData: undefined,
    onNotFound: () => new Response("not found", { status: 404 }),
  });
}

const server = createServer(async (incoming, outgoing) => {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  const response = await answer(
    new Request(new URL(incoming.url, `http://${incoming.headers.host}`), {
      method: incoming.method,
      headers: Object.entries(incoming.headersDistinct).flatMap(([key, all]) =>
        all.map((one) => [key, one]),
      ),
      body: parts.length ? Buffer.concat(parts) : undefined,
    }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
  console.log(incoming.method, incoming.url, response.status);
});
server.listen(Number(port), "127.0.0.1", () => console.log(`listening at ${origin}`));
