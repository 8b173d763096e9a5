// Every stream over one socket, subscribed to and left again.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";

import { signUp, socketOf } from "./server.mjs";

let max, nia, socket;

before(async () => {
  max = await signUp("max");
  nia = await signUp("nia");
  socket = await socketOf(max);
});

after(() => socket.close());

/** The first event of `subscription` that `fits`; the server needs a moment to hear of it. */
function heard(subscription, fits) {
  const found = (async () => {
    for await (const event of subscription) {
      if (fits(event)) {
        return event;
      }
    }
    throw assert.fail("the stream ended");
  })();
  return { found, subscription };
}

const update = (words) => (one) =>
  one.event === "update" && one.payload.content.includes(words);

/** Posts until each stream told of one: when a subscription holds is answered by nothing. */
async function told(waiting, act) {
  let done = false;
  const all = Promise.all(waiting.map((one) => one.found)).finally(() => (done = true));
  for (let round = 0; round < 50 && !done; round += 1) {
    await act();
    await Promise.race([all, new Promise((next) => setTimeout(next, 200))]);
  }
  const events = await all;
  waiting.forEach((one) => one.subscription.unsubscribe());
  return events;
}

test("public streams and a hashtag's, at once", async () => {
  const words = "everywhere";
  const tag = "streamed";
  const events = await told(
    [
      heard(socket.public.subscribe(), update(words)),
      heard(socket.public.local.subscribe(), update(words)),
      heard(socket.hashtag.subscribe({ tag }), update(words)),
      heard(socket.hashtag.local.subscribe({ tag }), update(words)),
    ],
    () => nia.v1.statuses.create({ status: `${words} #${tag}` }),
  );
  assert.deepEqual(
    events.map((one) => one.stream),
    [["public"], ["public:local"], ["hashtag", tag], ["hashtag:local", tag]],
  );
});

test("what one follows, by the user's stream and a list's", async () => {
  await max.v1.accounts.$select(nia.id).follow();
  const list = await max.v1.lists.create({ title: "Stream" });
  await max.v1.lists.$select(list.id).accounts.create({ accountIds: [nia.id] });
  const events = await told(
    [
      heard(socket.user.subscribe(), update("to followers")),
      heard(socket.list.subscribe({ list: list.id }), update("to followers")),
    ],
    () => nia.v1.statuses.create({ status: "to followers", visibility: "private" }),
  );
  assert.ok(events.every((one) => one.payload.account.id === nia.id));
});

test("notices and direct posts", async () => {
  const [notice, talk] = await told(
    [
      heard(socket.user.notification.subscribe(), (one) => one.event === "notification"),
      heard(socket.direct.subscribe(), (one) => one.event === "conversation"),
    ],
    () => nia.v1.statuses.create({ status: "@max psst", visibility: "direct" }),
  );
  assert.equal(notice.payload.type, "mention");
  assert.equal(talk.payload.lastStatus.account.id, nia.id);
});

test("an edit and a removal", async () => {
  const said = await max.v1.statuses.create({ status: "first words" });
  const stream = socket.user.subscribe();
  const post = max.v1.statuses.$select(said.id);
  let number = 0;
  const [edit] = await told(
    [heard(stream, (one) => one.event === "status.update" && one.payload.id === said.id)],
    () => post.update({ status: `other words ${(number += 1)}` }),
  );
  assert.match(edit.payload.content, /other words/);
  const again = heard(socket.public.subscribe(), (one) => one.event === "delete");
  const [gone] = await told([again], async () => {
    const short = await max.v1.statuses.create({ status: "short" });
    await max.v1.statuses.$select(short.id).remove();
  });
  assert.match(gone.payload, /^\d+$/);
});

test("a stream can be left and come back to, on the same socket", async () => {
  const post = () => nia.v1.statuses.create({ status: "again #again" });
  for (let round = 0; round < 2; round += 1) {
    const [event] = await told(
      [heard(socket.hashtag.subscribe({ tag: "again" }), update("again"))],
      post,
    );
    assert.deepEqual(event.stream, ["hashtag", "again"]);
  }
});

test("a stream that is not there is refused", async () => {
  const none = socket.hashtag.subscribe({ tag: "" });
  await assert.rejects(none.values().next(), { name: "MastoUnexpectedError" });
});
