// What Fedify is told: who is here, what can be fetched, and what follows from what arrives. Fedify
// itself signs, verifies, fetches, delivers, and reads and writes ActivityStreams.
import {
  createFederation,
  exportJwk,
  generateCryptoKeyPair,
  InProcessMessageQueue,
  MemoryKvStore,
} from "@fedify/fedify";
import {
  Accept,
  Activity,
  Announce,
  Block,
  Create,
  Delete,
  Endpoints,
  Follow,
  Like,
  Note,
  Person,
  PUBLIC_COLLECTION,
  Reject,
  Undo,
  Update,
} from "@fedify/vocab";

export const jsonOf = (ctx, object) =>
  object.toJsonLd({ format: "compact", contextLoader: ctx.contextLoader });

// What a test asks about a note.
export const wordsOf = (note) => ({
  content: String(note.content ?? ""),
  author: note.attributionId?.href ?? "",
  in_reply_to: note.replyTargetId?.href ?? "",
});

export const isPublic = (note) =>
  [...note.toIds, ...note.ccIds].some((one) => one.href === PUBLIC_COLLECTION.href);

export async function make(store, { firstKnock, locked }) {
  const federation = createFederation({
    kv: new MemoryKvStore(),
    // Deliveries are not queued: who does something hears at once when it did not arrive.
    queue: { inbox: new InProcessMessageQueue() },
    allowPrivateAddress: true,
    firstKnock,
  });
  const pairs = [
    await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"),
    await generateCryptoKeyPair("Ed25519"),
  ];

  federation
    .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
      if (identifier !== store.name) return null;
      const keys = await ctx.getActorKeyPairs(identifier);
      return new Person({
        id: ctx.getActorUri(identifier),
        preferredUsername: identifier,
        name: `Dr ${identifier}`,
        summary: "<p>Here for a <strong>test</strong>.</p>",
        manuallyApprovesFollowers: locked,
        inbox: ctx.getInboxUri(identifier),
        outbox: ctx.getOutboxUri(identifier),
        followers: ctx.getFollowersUri(identifier),
        following: ctx.getFollowingUri(identifier),
        endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
        publicKey: keys[0].cryptographicKey,
        assertionMethods: keys.map((one) => one.multikey),
        url: new URL(`/@${identifier}`, ctx.origin),
      });
    })
    .setKeyPairsDispatcher((_, identifier) => (identifier === store.name ? pairs : []));

  federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({
    items: [...store.followers.values()],
  }));
  federation.setFollowingDispatcher("/users/{identifier}/following", () => ({
    items: [...store.following].map((one) => new URL(one)),
  }));
  federation.setOutboxDispatcher("/users/{identifier}/outbox", (ctx) => ({
    items: [...store.notes.values()].filter(isPublic).map((note) => createOf(ctx, note)),
  }));

  federation
    .setObjectDispatcher(Note, "/notes/{id}", (ctx, { id }) =>
      store.notes.get(ctx.getObjectUri(Note, { id }).href) ?? null,
    )
    .authorize(async (ctx, { id }) => {
      const note = store.notes.get(ctx.getObjectUri(Note, { id }).href);
      if (!note || isPublic(note)) return true;
      const asking = (await ctx.getSignedKeyOwner(await loaders(ctx, store)))?.id?.href;
      const told = [...note.toIds, ...note.ccIds].map((one) => one.href);
      return told.includes(asking) || (told.some((one) => one.endsWith("/followers")) &&
        store.followers.has(asking));
    });

  listen(federation, store, { locked });
  return federation;
}

const loaders = async (ctx, store) => ({
  documentLoader: await ctx.getDocumentLoader({ identifier: store.name }),
});

export const createOf = (ctx, note) =>
  new Create({
    id: new URL("#create", note.id),
    actor: note.attributionId,
    object: note,
    published: note.published,
    tos: note.toIds,
    ccs: note.ccIds,
  });

export function acceptOf(ctx, store, follow, Answer = Accept) {
  return new Answer({
    id: new URL(`/answers/${crypto.randomUUID()}`, ctx.origin),
    actor: ctx.getActorUri(store.name),
    object: follow,
  });
}

function listen(federation, store, { locked }) {
  async function kept(ctx, activity) {
    store.inbox.push(await jsonOf(ctx, activity));
  }

  // Create and Update: an object of whoever sent it.
  async function learn(ctx, activity) {
    await kept(ctx, activity);
    const object = await activity.getObject(ctx);
    const by = object?.attributionId?.href ?? object?.id?.href;
    if (!object?.id || by !== activity.actorId.href) return;
    store.known.set(object.id.href, wordsOf(object));
    if (object.replyTargetId) store.answer(object.replyTargetId.href, object.id.href);
  }

  const on = {
    async follow(ctx, follow) {
      await kept(ctx, follow);
      const follower = await follow.getActor(ctx);
      if (follow.objectId?.href !== ctx.getActorUri(store.name).href || !follower?.inboxId) return;
      store.mark("Follow", follow.objectId.href, follow.id.href, follower.id.href);
      if (locked) return;
      store.followers.set(follower.id.href, follower);
      const answer = acceptOf(ctx, store, follow);
      await ctx.sendActivity({ identifier: store.name }, follower, answer);
    },
    async accept(ctx, accept) {
      await kept(ctx, accept);
      if (store.asked.delete(accept.actorId.href)) store.following.add(accept.actorId.href);
    },
    async reject(ctx, reject) {
      await kept(ctx, reject);
      const who = reject.actorId.href;
      if (store.asked.delete(who) || store.following.delete(who)) store.refused.add(who);
    },
    async mark(ctx, activity) {
      await kept(ctx, activity);
      const kind = activity instanceof Like ? "Like" : "Announce";
      store.mark(kind, activity.objectId.href, activity.id.href, activity.actorId.href);
      if (kind === "Announce" && !store.notes.has(activity.objectId.href)) {
        const object = await ctx.lookupObject(activity.objectId, await loaders(ctx, store));
        if (object) store.known.set(object.id.href, wordsOf(object));
      }
    },
    async delete(ctx, gone) {
      await kept(ctx, gone);
      const id = gone.objectId?.href;
      const was = store.known.get(id);
      if (was && was.author !== gone.actorId.href) return;
      store.known.set(id, null);
      store.forget(id);
    },
    async undo(ctx, undo) {
      await kept(ctx, undo);
      const by = undo.actorId.href;
      const follows = store.marks.get(`Follow ${ctx.getActorUri(store.name).href}`);
      if (follows?.has(undo.objectId?.href)) store.followers.delete(by);
      if (store.unmark(undo.objectId?.href, by)) return;
      const object = await undo.getObject(ctx);
      if (object instanceof Block) store.blockedBy.delete(by);
    },
    async block(ctx, block) {
      await kept(ctx, block);
      store.blockedBy.add(block.actorId.href);
      store.followers.delete(block.actorId.href);
      store.following.delete(block.actorId.href);
    },
  };

  federation
    .setInboxListeners("/users/{identifier}/inbox", "/inbox")
    .setSharedKeyDispatcher(() => ({ identifier: store.name }))
    .on(Follow, on.follow)
    .on(Accept, on.accept)
    .on(Reject, on.reject)
    .on(Create, learn)
    .on(Update, learn)
    .on(Like, on.mark)
    .on(Announce, on.mark)
    .on(Delete, on.delete)
    .on(Undo, on.undo)
    .on(Block, on.block)
    .on(Activity, kept)
    .onError((_, error) => console.error("inbox:", error));
}
