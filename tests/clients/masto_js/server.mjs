// What the tests here share: who is signed in, and waiting for what the worker does.
import assert from "node:assert/strict";

import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";

export const url = process.env.PLENARY_URL;
export const scope = "read write follow push";
export const redirectUri = "urn:ietf:wg:oauth:2.0:oob";

export const rest = (accessToken) => createRestAPIClient({ url, accessToken });
export const oauth = createOAuthAPIClient({ url });
export const admin = rest("admin-token");

let app;

/** The app of these tests: registered once in each process. */
export async function theApp() {
  app ??= await rest().v1.apps.create({
    clientName: "masto.js tests",
    redirectUris: redirectUri,
    scopes: scope,
  });
  return app;
}

/** Somebody new, by API, as clients sign people up: with a token of the app's own. */
export async function signUp(username) {
  const { clientId, clientSecret } = await theApp();
  const ours = await oauth.token.create({
    grantType: "client_credentials",
    clientId,
    clientSecret,
    redirectUri,
    scope,
  });
  const token = await rest(ours.accessToken).v1.accounts.create({
    username,
    email: `${username}@localhost.example`,
    password: "a long enough secret 9",
    agreement: true,
    locale: "en",
  });
  const client = rest(token.accessToken);
  const me = await client.v1.accounts.verifyCredentials();
  return { v1: client.v1, v2: client.v2, id: me.id, acct: me.acct, token: token.accessToken };
}

/** One socket of theirs, open. */
export async function socketOf(person) {
  const { configuration } = await rest().v2.instance.fetch();
  const socket = createStreamingAPIClient({
    streamingApiUrl: configuration.urls.streaming,
    accessToken: person.token,
  });
  await socket.prepare();
  return socket;
}

/** What `ask` answers once that is something. */
export async function until(ask) {
  for (let round = 0; round < 100; round += 1) {
    const found = await ask();
    if (found) {
      return found;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw assert.fail("it did not come");
}

export const ids = (rows) => rows.map((one) => one.id);
