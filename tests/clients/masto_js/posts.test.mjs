// Posts with all that belongs to them, and where they are found.
import assert from "node:assert/strict";
import test, { before } from "node:test";

import { ids, rest, signUp, until } from "./server.mjs";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
let ida, jan;

before(async () => {
  ida = await signUp("ida");
  jan = await signUp("jan");
});

test("posting, editing, removing", async () => {
  const headers = { headers: { "Idempotency-Key": "masto-js" } };
  const once = await ida.v1.statuses.create({ status: "Once" }, { requestInit: headers });
  const twice = await ida.v1.statuses.create({ status: "Once" }, { requestInit: headers });
  assert.equal(once.id, twice.id);
  const post = ida.v1.statuses.$select(once.id);
  assert.equal((await post.update({ status: "Twice" })).content, "<p>Twice</p>");
  assert.equal((await post.source.fetch()).text, "Twice");
  const edits = (await post.history.list()).map((one) => one.content);
  assert.deepEqual(edits, ["<p>Once</p>", "<p>Twice</p>"]);
  await post.remove();
  await assert.rejects(post.fetch(), { statusCode: 404 });
});

test("a thread", async () => {
  const first = await ida.v1.statuses.create({ status: "One" });
  const second = await jan.v1.statuses.create({ status: "Two", inReplyToId: first.id });
  const third = await ida.v1.statuses.create({ status: "Three", inReplyToId: second.id });
  const { ancestors, descendants } = await ida.v1.statuses.$select(second.id).context.fetch();
  assert.deepEqual([ids(ancestors), ids(descendants)], [[first.id], [third.id]]);
});

test("marks", async () => {
  const { id } = await ida.v1.statuses.create({ status: "to be marked" });
  const theirs = jan.v1.statuses.$select(id);
  assert.ok((await theirs.favourite()).favourited);
  assert.ok((await theirs.bookmark()).bookmarked);
  assert.ok((await theirs.reblog()).reblogged);
  assert.deepEqual(ids(await theirs.favouritedBy.list()), [jan.id]);
  assert.deepEqual(ids(await theirs.rebloggedBy.list()), [jan.id]);
  assert.deepEqual(ids(await jan.v1.favourites.list()), [id]);
  assert.deepEqual(ids(await jan.v1.bookmarks.list()), [id]);
  assert.ok(!(await theirs.unreblog()).reblogged && !(await theirs.unbookmark()).bookmarked);
  assert.ok(!(await theirs.unfavourite()).favourited);
  const mine = ida.v1.statuses.$select(id);
  assert.ok((await mine.pin()).pinned && (await mine.mute()).muted);
  const pinned = await ida.v1.accounts.$select(ida.id).statuses.list({ pinned: true });
  assert.deepEqual(ids(pinned), [id]);
  assert.ok(!(await mine.unpin()).pinned && !(await mine.unmute()).muted);
});

test("a poll", async () => {
  const { poll } = await ida.v1.statuses.create({
    status: "Which?",
    poll: { options: ["ACE", "ARB", "neither"], expiresIn: 3600, multiple: true },
  });
  const voted = await jan.v1.polls.$select(poll.id).votes.create({ choices: [0, 2] });
  assert.deepEqual([voted.voted, voted.ownVotes, voted.votersCount], [true, [0, 2], 1]);
  assert.equal((await ida.v1.polls.$select(poll.id).fetch()).votesCount, 2);
});

test("a post for later", async () => {
  const later = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const made = await ida.v1.statuses.create({ status: "Later", scheduledAt: later(2) });
  const waiting = ida.v1.scheduledStatuses.$select(made.id);
  const moved = later(3);
  assert.equal((await waiting.update({ scheduledAt: moved })).scheduledAt, moved);
  assert.equal((await waiting.fetch()).params.text, "Later");
  await waiting.remove();
  assert.equal((await ida.v1.scheduledStatuses.list()).length, 0);
});

test("a quote", async () => {
  const { id } = await ida.v1.statuses.create({
    status: "Quote me",
    quoteApprovalPolicy: "public",
  });
  const made = await jan.v1.statuses.create({ status: "As she says", quotedStatusId: id });
  assert.deepEqual([made.quote.state, made.quote.quotedStatus.id], ["accepted", id]);
  assert.deepEqual(ids(await ida.v1.statuses.$select(id).quotes.list()), [made.id]);
});

test("pictures, as a file and as a data address", async () => {
  const file = new Blob([Buffer.from(PIXEL, "base64")], { type: "image/png" });
  const first = await ida.v2.media.create({ file, description: "An ECG" });
  const second = await ida.v2.media.create({ file: `data:image/png;base64,${PIXEL}` });
  assert.deepEqual([first.type, second.type], ["image", "image"]);
  const changed = await ida.v1.media.$select(second.id).update({ description: "Another" });
  assert.equal(changed.description, "Another");
  const post = await ida.v1.statuses.create({ status: "two", mediaIds: [first.id, second.id] });
  assert.deepEqual(ids(post.mediaAttachments), [first.id, second.id]);
});

test("conversations", async () => {
  const said = await ida.v1.statuses.create({ status: "@jan psst", visibility: "direct" });
  const theirs = await until(async () => (await jan.v1.conversations.list())[0]);
  assert.deepEqual([theirs.unread, theirs.lastStatus.id], [true, said.id]);
  assert.equal((await jan.v1.conversations.$select(theirs.id).read()).unread, false);
  await jan.v1.conversations.$select(theirs.id).remove();
  assert.equal((await jan.v1.conversations.list()).length, 0);
});

test("timelines, a page after the other", async () => {
  const posts = [];
  for (const number of [1, 2, 3]) {
    posts.unshift((await ida.v1.statuses.create({ status: `page ${number} #Pages` })).id);
  }
  const seen = [];
  for await (const page of jan.v1.timelines.tag.$select("pages").list({ limit: 2 })) {
    seen.push(...ids(page));
  }
  assert.deepEqual(seen, posts);
  assert.deepEqual(ids(await ida.v1.timelines.home.list({ limit: 3 })), posts);
  assert.deepEqual(ids(await rest().v1.timelines.public.list({ limit: 3, local: true })), posts);
});

test("search, trends, suggestions, the directory", async () => {
  const found = await ida.v2.search.list({ q: "jan" });
  assert.ok(ids(found.accounts).includes(jan.id));
  assert.ok(ids(await ida.v1.accounts.search.list({ q: "jan" })).includes(jan.id));
  assert.equal((await ida.v1.accounts.lookup({ acct: "jan" })).id, jan.id);
  const { hashtags } = await ida.v2.search.list({ q: "#meded", type: "hashtags" });
  assert.equal(hashtags[0].name.toLowerCase(), "meded");
  assert.ok(ids(await ida.v1.directory.list({ order: "new" })).includes(jan.id));
  for (const kind of ["tags", "statuses", "links"]) {
    assert.ok(Array.isArray(await ida.v1.trends[kind].list()));
  }
  assert.ok((await ida.v2.suggestions.list()).every((one) => one.account.id !== ida.id));
});

test("the server", async () => {
  const server = await rest().v2.instance.fetch();
  assert.equal(server.domain, new URL(process.env.PLENARY_URL).host);
  assert.equal(server.configuration.statuses.maxCharacters, 500);
  assert.ok((await rest().v1.instance.fetch()).rules.length > 0);
  assert.ok(Array.isArray(await rest().v1.customEmojis.list()));
  assert.ok(Array.isArray(await ida.v1.announcements.list()));
});
