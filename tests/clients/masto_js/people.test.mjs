// Profiles, ties, lists, hashtags, filters, notices, and what one keeps.
import assert from "node:assert/strict";
import test, { before } from "node:test";

import { ids, signUp, until } from "./server.mjs";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
let fay, gil;

before(async () => {
  fay = await signUp("fay");
  gil = await signUp("gil");
});

test("a profile", async () => {
  const changed = await fay.v1.accounts.updateCredentials({
    displayName: "Dr Fay",
    note: "Ward 7",
    fieldsAttributes: [{ name: "Bleep", value: "1234" }],
    avatar: new Blob([Buffer.from(PIXEL, "base64")], { type: "image/png" }),
    source: { privacy: "unlisted" },
  });
  assert.deepEqual([changed.displayName, changed.source.note], ["Dr Fay", "Ward 7"]);
  assert.deepEqual(changed.fields, [{ name: "Bleep", value: "1234", verifiedAt: null }]);
  assert.equal((await fay.v1.preferences.fetch())["posting:default:visibility"], "unlisted");
  await fay.v1.profile.avatar.remove();
  assert.notEqual((await fay.v1.accounts.verifyCredentials()).avatar, changed.avatar);
  await fay.v1.accounts.updateCredentials({ source: { privacy: "public" } });
});

test("ties", async () => {
  const them = fay.v1.accounts.$select(gil.id);
  assert.ok((await them.follow()).following);
  assert.deepEqual(ids(await gil.v1.accounts.$select(gil.id).followers.list()), [fay.id]);
  assert.deepEqual(ids(await fay.v1.accounts.$select(fay.id).following.list()), [gil.id]);
  assert.ok((await them.pin()).endorsed);
  assert.deepEqual(ids(await fay.v1.endorsements.list()), [gil.id]);
  assert.equal((await them.note.create({ comment: "knows ECGs" })).note, "knows ECGs");
  assert.ok((await them.mute({ duration: 60 })).muting);
  assert.deepEqual(ids(await fay.v1.mutes.list()), [gil.id]);
  assert.ok(!(await them.unmute()).muting);
  const [tie] = await gil.v1.accounts.relationships.fetch({ id: [fay.id] });
  assert.ok(tie.followedBy);
  assert.ok((await them.block()).blocking);
  assert.deepEqual(ids(await fay.v1.blocks.list()), [gil.id]);
  assert.ok(!(await them.unblock()).blocking);
  await fay.v1.domainBlocks.create({ domain: "elsewhere.example" });
  assert.deepEqual([...(await fay.v1.domainBlocks.list())], ["elsewhere.example"]);
  await fay.v1.domainBlocks.remove({ domain: "elsewhere.example" });
});

test("somebody who looks first whom to let in", async () => {
  const hal = await signUp("hal");
  await hal.v1.accounts.updateCredentials({ locked: true });
  assert.ok((await gil.v1.accounts.$select(hal.id).follow()).requested);
  assert.deepEqual(ids(await hal.v1.followRequests.list()), [gil.id]);
  assert.ok((await hal.v1.followRequests.$select(gil.id).authorize()).followedBy);
});

test("lists", async () => {
  await fay.v1.accounts.$select(gil.id).follow();
  const made = await fay.v1.lists.create({ title: "Ward", exclusive: true });
  const list = fay.v1.lists.$select(made.id);
  await list.update({ title: "The ward" });
  await list.accounts.create({ accountIds: [gil.id] });
  assert.deepEqual(ids(await list.accounts.list()), [gil.id]);
  assert.deepEqual(ids(await fay.v1.accounts.$select(gil.id).lists.list()), [made.id]);
  const said = await gil.v1.statuses.create({ status: "on the list" });
  assert.equal((await fay.v1.timelines.list.$select(made.id).list())[0].id, said.id);
  await list.accounts.remove({ accountIds: [gil.id] });
  await list.remove();
  assert.equal((await fay.v1.lists.list()).length, 0);
});

test("hashtags followed and featured", async () => {
  assert.ok((await fay.v1.tags.$select("Sepsis").follow()).following);
  assert.equal((await fay.v1.followedTags.list())[0].name, "Sepsis");
  const featured = await fay.v1.featuredTags.create({ name: "Stroke" });
  assert.deepEqual(ids(await fay.v1.featuredTags.list()), [featured.id]);
  await fay.v1.featuredTags.$select(featured.id).remove();
  assert.ok(!(await fay.v1.tags.$select("Sepsis").unfollow()).following);
});

test("filters, of both kinds", async () => {
  const made = await fay.v2.filters.create({
    title: "No spoilers",
    context: ["home", "public"],
    keywordsAttributes: [{ keyword: "spoiler" }, { keyword: "ending" }],
  });
  const filter = fay.v2.filters.$select(made.id);
  const said = await gil.v1.statuses.create({ status: "a spoiler here" });
  const seen = (await fay.v1.timelines.public.list()).find((one) => one.id === said.id);
  assert.equal(seen.filtered[0].filter.title, "No spoilers");
  const left = await filter.update({
    keywordsAttributes: [{ id: made.keywords[0].id, _destroy: true }],
  });
  assert.deepEqual(left.keywords.map((one) => one.keyword), ["ending"]);
  const kept = await filter.statuses.create({ statusId: said.id });
  assert.deepEqual(ids(await filter.statuses.list()), [kept.id]);
  const word = await filter.keywords.create({ keyword: "plot", wholeWord: true });
  assert.equal((await fay.v2.filters.keywords.$select(word.id).fetch()).keyword, "plot");
  const older = await fay.v1.filters.create({ phrase: "older", context: ["home"] });
  assert.equal((await fay.v1.filters.$select(older.id).fetch()).phrase, "older");
  await fay.v1.filters.$select(older.id).remove();
  await filter.remove();
  assert.equal((await fay.v2.filters.list()).length, 0);
});

test("notices, one by one and in groups", async () => {
  const said = await gil.v1.statuses.create({ status: "@fay a question" });
  const notice = await until(async () =>
    (await fay.v1.notifications.list({ types: ["mention"] })).find(
      (one) => one.status.id === said.id,
    ),
  );
  assert.equal((await fay.v1.notifications.$select(notice.id).fetch()).type, "mention");
  assert.ok((await fay.v1.notifications.unreadCount.fetch()).count > 0);
  const found = await fay.v2.notifications.list({ types: ["mention"] });
  assert.equal(found.notificationGroups[0].statusId, said.id);
  await fay.v1.notifications.$select(notice.id).dismiss();
  await fay.v1.notifications.clear();
  assert.equal((await fay.v1.notifications.list()).length, 0);
});

test("a policy, and who waits because of it", async () => {
  await gil.v1.accounts.$select(fay.id).unfollow();
  const policy = await gil.v2.notifications.policy.update({ forNotFollowing: "filter" });
  assert.equal(policy.forNotFollowing, "filter");
  await fay.v1.statuses.create({ status: "@gil may I?" });
  const asked = await until(async () => (await gil.v1.notifications.requests.list())[0]);
  assert.equal(asked.account.id, fay.id);
  await gil.v1.notifications.requests.$select(asked.id).accept();
  assert.ok((await gil.v1.notifications.requests.merged.fetch()).merged);
  await gil.v2.notifications.policy.update({ forNotFollowing: "accept" });
});

test("markers, and a subscription to push", async () => {
  const said = await fay.v1.statuses.create({ status: "read so far" });
  await fay.v1.markers.create({ home: { lastReadId: said.id } });
  const { home } = await fay.v1.markers.fetch({ timeline: ["home"] });
  assert.equal(home.lastReadId, said.id);
  const p256dh =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  const made = await fay.v1.push.subscription.create({
    subscription: { endpoint: "https://push.example/x", keys: { p256dh, auth: "BTBZMqHH6r4Tts7J_aSIgg" } },
    data: { alerts: { mention: true } },
  });
  assert.ok(made.alerts.mention);
  await fay.v1.push.subscription.remove();
});
