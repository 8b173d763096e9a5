// Signing up by API, and every way to a token.
import assert from "node:assert/strict";
import test from "node:test";

import { admin, oauth, redirectUri, rest, scope, signUp, theApp } from "./server.mjs";

test("signing up by API gives a token that works at once", async () => {
  const eva = await signUp("eva");
  assert.equal(eva.acct, "eva");
  assert.equal((await eva.v1.apps.verifyCredentials()).name, "masto.js tests");
});

test("an address that was mistyped is mended before it is confirmed", async () => {
  const ora = await signUp("ora");
  await ora.v1.emails.confirmations.create({ email: "ora2@localhost.example" });
  const taken = { email: "admin@localhost" };
  await assert.rejects(ora.v1.emails.confirmations.create(taken), { statusCode: 422 });
  await assert.rejects(admin.v1.emails.confirmations.create({}), { statusCode: 403 });
});

test("what is wrong with a sign-up is told by field", async () => {
  const nothing = { username: "", email: "", password: "", agreement: false, locale: "hello" };
  const error = await admin.v1.accounts.create(nothing).catch((one) => one);
  assert.equal(error.statusCode, 422);
  const said = Object.entries(error.details).map(([field, [one]]) => [field, one.error]);
  assert.deepEqual(said.sort(), [
    ["agreement", "ERR_ACCEPTED"],
    ["email", "ERR_BLANK"],
    ["locale", "ERR_INCLUSION"],
    ["password", "ERR_BLANK"],
    ["username", "ERR_BLANK"],
  ]);
});

test("a password gives a token, which can be revoked", async () => {
  const { clientId, clientSecret } = await theApp();
  const { accessToken } = await oauth.token.create({
    grantType: "password",
    clientId,
    clientSecret,
    username: "admin@localhost",
    password: "mastodonadmin",
    scope,
    redirectUri,
  });
  const me = await rest(accessToken).v1.accounts.verifyCredentials();
  assert.equal(me.id, "1");
  await oauth.revoke({ clientId, clientSecret, token: accessToken });
  await assert.rejects(rest(accessToken).v1.accounts.verifyCredentials(), { statusCode: 401 });
});

test("a code nobody was given is refused", async () => {
  const { clientId, clientSecret } = await theApp();
  const asked = { grantType: "authorization_code", clientId, clientSecret, redirectUri };
  await assert.rejects(oauth.token.create({ ...asked, code: "nonsense" }), { statusCode: 400 });
});
