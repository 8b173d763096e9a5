// What the person of this server does, when the test says so; see ../foreign.py for what each means.
import {
  Announce,
  Block,
  Delete,
  Follow,
  Like,
  Mention,
  Note,
  PUBLIC_COLLECTION,
  Reject,
  Source,
  Tombstone,
  Undo,
  Update,
  isActor,
} from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";

import { acceptOf, createOf, wordsOf } from "./federation.mjs";

const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export class Person {
  constructor(ctx, store) {
    this.ctx = ctx;
    this.store = store;
    this.me = ctx.getActorUri(store.name);
    this.followersUri = ctx.getFollowersUri(store.name);
  }

  id(kind) {
    return new URL(`/${kind}/${crypto.randomUUID()}`, this.ctx.origin);
  }

  // The handle by WebFinger; it is asked here and not by Fedify, which does so by https alone.
  async address(handle) {
    if (handle.startsWith("http")) return handle;
    const acct = handle.replace(/^@/, "");
    const asked = `http://${acct.split("@")[1]}/.well-known/webfinger?resource=acct:${acct}`;
    const answer = await fetch(asked, { headers: { accept: "application/jrd+json" } });
    if (!answer.ok) throw new Error(`${asked} answers ${answer.status}`);
    const self = (await answer.json()).links.find(
      (link) => link.rel === "self" && /json/.test(link.type ?? ""),
    );
    return self.href;
  }

  async object(handle) {
    const { store, ctx } = this;
    const documentLoader = await ctx.getDocumentLoader({ identifier: store.name });
    const found = await ctx.lookupObject(new URL(await this.address(handle)), { documentLoader });
    if (!found) throw new Error(`${handle} cannot be fetched`);
    return found;
  }

  async actor(handle) {
    const found = await this.object(handle);
    if (!isActor(found)) throw new Error(`${handle} is no actor`);
    return found;
  }

  async send(to, activity) {
    const people = [...new Map(to.map((one) => [one.id.href, one])).values()];
    await this.ctx.sendActivity({ identifier: this.store.name }, people, activity, {
      preferSharedInbox: people.length > 1,
    });
    return activity.id.href;
  }

  async towards(handle, Kind) {
    const who = await this.actor(handle);
    const activity = new Kind({ id: this.id("acts"), actor: this.me, object: who.id, to: who.id });
    this.store.done.set(`${Kind.name} ${who.id.href}`, { activity, people: [who] });
    return { who, activity };
  }

  async follow({ handle }) {
    const { who, activity } = await this.towards(handle, Follow);
    this.store.asked.add(who.id.href);
    return this.send([who], activity);
  }

  async block({ handle }) {
    const { who, activity } = await this.towards(handle, Block);
    this.store.followers.delete(who.id.href);
    this.store.following.delete(who.id.href);
    return this.send([who], activity);
  }

  async undo({ kind, about }) {
    const object = await this.address(about);
    const { activity, people } = this.store.done.get(`${kind} ${object}`);
    this.store.done.delete(`${kind} ${object}`);
    if (kind === "Follow") {
      this.store.following.delete(object);
      this.store.asked.delete(object);
    }
    const undo = new Undo({
      id: this.id("acts"),
      actor: this.me,
      object: activity,
      tos: activity.toIds,
      ccs: activity.ccIds,
    });
    return this.send(people, undo);
  }

  // Whether somebody who waits may follow; for a server that was started as locked.
  async answer({ actor, accept }) {
    const who = await this.actor(actor);
    const asked = this.store.marks.get(`Follow ${this.me.href}`) ?? new Map();
    const id = [...asked].findLast(([, by]) => by === who.id.href)?.[0];
    if (!id) throw new Error(`${actor} did not ask to follow`);
    const follow = new Follow({ id: new URL(id), actor: who.id, object: this.me });
    if (accept) this.store.followers.set(who.id.href, who);
    else this.store.followers.delete(who.id.href);
    const answer = accept
      ? acceptOf(this.ctx, this.store, follow)
      : acceptOf(this.ctx, this.store, follow, Reject);
    return this.send([who], answer);
  }

  async post({ text, visibility, mentions, reply_to }) {
    const people = await Promise.all(mentions.map((one) => this.actor(one)));
    let parent = null;
    if (reply_to) {
      parent = await this.object(reply_to);
      people.push(await this.actor(parent.attributionId.href));
    }
    const named = people.map((one) => one.id);
    const [tos, ccs] = {
      public: [[PUBLIC_COLLECTION], [this.followersUri, ...named]],
      unlisted: [[this.followersUri], [PUBLIC_COLLECTION, ...named]],
      followers: [[this.followersUri], named],
      direct: [named, []],
    }[visibility];
    const note = new Note({
      id: this.ctx.getObjectUri(Note, { id: crypto.randomUUID() }),
      attribution: this.me,
      content: `<p>${escaped(text)}</p>`,
      source: new Source({ content: text, mediaType: "text/plain" }),
      published: Temporal.Now.instant(),
      replyTarget: parent?.id,
      tags: people.map((one) => new Mention({ href: one.id, name: `@${one.preferredUsername}` })),
      tos,
      ccs,
    });
    this.store.notes.set(note.id.href, note);
    await this.send(this.audience(note, people), createOf(this.ctx, note));
    return note.id.href;
  }

  audience(note, people = []) {
    const told = [...note.toIds, ...note.ccIds].map((one) => one.href);
    const all = told.includes(this.followersUri.href) ? [...this.store.followers.values()] : [];
    note.people = people.length ? people : (note.people ?? []);
    return [...all, ...note.people];
  }

  async edit({ uri, text }) {
    const old = this.store.notes.get(uri);
    const note = old.clone({
      content: `<p>${escaped(text)}</p>`,
      source: new Source({ content: text, mediaType: "text/plain" }),
      updated: Temporal.Now.instant(),
    });
    note.people = old.people;
    this.store.notes.set(uri, note);
    const update = new Update({
      id: this.id("acts"),
      actor: this.me,
      object: note,
      tos: note.toIds,
      ccs: note.ccIds,
    });
    return this.send(this.audience(note), update);
  }

  async delete({ uri }) {
    const note = this.store.notes.get(uri);
    this.store.notes.delete(uri);
    this.store.gone.add(uri);
    const gone = new Delete({
      id: this.id("acts"),
      actor: this.me,
      object: new Tombstone({ id: note.id }),
      tos: note.toIds,
      ccs: note.ccIds,
    });
    return this.send(this.audience(note), gone);
  }

  async about(uri, Kind) {
    const object = await this.object(uri);
    const author = await this.actor(object.attributionId.href);
    const wide = Kind === Announce;
    const activity = new Kind({
      id: this.id("acts"),
      actor: this.me,
      object: object.id,
      published: Temporal.Now.instant(),
      tos: wide ? [PUBLIC_COLLECTION] : [author.id],
      ccs: wide ? [this.followersUri, author.id] : [],
    });
    const people = wide ? [...this.store.followers.values(), author] : [author];
    this.store.done.set(`${Kind.name} ${object.id.href}`, { activity, people });
    return this.send(people, activity);
  }

  boost({ uri }) {
    return this.about(uri, Announce);
  }

  like({ uri }) {
    return this.about(uri, Like);
  }

  // What this server keeps of an object, its own or another's; nothing is fetched.
  seen({ uri }) {
    const own = this.store.notes.get(uri);
    if (!own && !this.store.known.has(uri) && !this.store.gone.has(uri)) return null;
    const words = own ? wordsOf(own) : this.store.known.get(uri);
    return {
      deleted: !words,
      ...(words ?? { content: "", author: "", in_reply_to: "" }),
      likes: this.store.marked("Like", uri),
      boosts: this.store.marked("Announce", uri),
      replies: [...(this.store.replies.get(uri) ?? [])].sort(),
    };
  }

  // As this person is given it, or null.
  async fetched({ uri }) {
    const documentLoader = await this.ctx.getDocumentLoader({ identifier: this.store.name });
    try {
      return (await documentLoader(uri)).document;
    } catch {
      return null;
    }
  }

  people() {
    const { followers, following, asked, refused, blockedBy, marks } = this.store;
    const waiting = [...(marks.get(`Follow ${this.me.href}`)?.values() ?? [])];
    return {
      followers: [...followers.keys()],
      following: [...following],
      asked: [...asked],
      refused: [...refused],
      blocked_by: [...blockedBy],
      waiting: waiting.filter((one) => !followers.has(one)),
    };
  }

  inbox() {
    return this.store.inbox;
  }
}
