// Reporting, and what moderators can do.
import assert from "node:assert/strict";
import test, { before } from "node:test";

import { admin, ids, signUp } from "./server.mjs";

let kim, lou;

before(async () => {
  kim = await signUp("kim");
  lou = await signUp("lou");
});

test("a report and its way", async () => {
  const said = await lou.v1.statuses.create({ status: "buy my pills" });
  const made = await kim.v1.reports.create({
    accountId: lou.id,
    statusIds: [said.id],
    category: "spam",
    comment: "advertising",
  });
  const report = admin.v1.admin.reports.$select(made.id);
  assert.ok(ids(await admin.v1.admin.reports.list()).includes(made.id));
  assert.equal((await report.fetch()).targetAccount.id, lou.id);
  assert.equal((await report.assignToSelf()).assignedAccount.id, "1");
  assert.equal((await report.unassign()).assignedAccount, null);
  assert.ok((await report.resolve()).actionTaken);
  assert.ok(!(await report.reopen()).actionTaken);
});

test("decisions, and taking them back", async () => {
  const account = admin.v1.admin.accounts.$select(lou.id);
  for (const [type, field, back] of [
    ["disable", "disabled", "enable"],
    ["silence", "silenced", "unsilence"],
    ["sensitive", "sensitized", "unsensitive"],
    ["suspend", "suspended", "unsuspend"],
  ]) {
    await account.action.create({ type });
    assert.ok((await account.fetch())[field], type);
    assert.ok(!(await account[back]())[field], back);
  }
  assert.ok((await admin.v2.admin.accounts.list({ username: "lou" })).length === 1);
});

test("servers kept away", async () => {
  const made = await admin.v1.admin.domainBlocks.create({
    domain: "bad.example",
    severity: "silence",
  });
  const block = admin.v1.admin.domainBlocks.$select(made.id);
  await block.update({ severity: "suspend" });
  assert.equal((await block.fetch()).severity, "suspend");
  await block.remove();
  assert.ok(!ids(await admin.v1.admin.domainBlocks.list()).includes(made.id));
});

test("what trends, and the years nobody looks back at", async () => {
  for (const kind of ["tags", "statuses", "links"]) {
    assert.ok(Array.isArray(await admin.v1.admin.trends[kind].list()));
  }
  const year = kim.v1.annualReports.$select("2026");
  assert.equal((await year.state.fetch()).state, "ineligible");
  assert.deepEqual((await kim.v1.annualReports.list()).annualReports, []);
});

test("others may do none of it", async () => {
  await assert.rejects(async () => kim.v1.admin.accounts.list(), { statusCode: 403 });
});
