// What the one person of this server has and knows; in memory, for a test lasts minutes.
export class Store {
  constructor(name) {
    this.name = name;
    this.notes = new Map(); // id -> our own Note
    this.gone = new Set(); // ids of our own that were deleted
    this.done = new Map(); // "Follow uri" -> the activity by which we follow, like, boost or block
    this.known = new Map(); // id of another's object -> what it says, or null once deleted
    this.followers = new Map(); // actor -> {id, inboxId, endpoints}, as recipients are told to Fedify
    this.following = new Set();
    this.asked = new Set(); // whom we asked whether we may follow
    this.refused = new Set();
    this.blockedBy = new Set();
    this.marks = new Map(); // "Like uri" -> Map(activity id -> actor)
    this.replies = new Map(); // id of a note -> ids of the answers to it
    this.inbox = []; // every activity that was let in, as JSON
  }

  mark(kind, object, activity, actor) {
    const key = `${kind} ${object}`;
    if (!this.marks.has(key)) this.marks.set(key, new Map());
    this.marks.get(key).set(activity, actor);
  }

  // True where an activity of that id, and of that actor, had marked something.
  unmark(activity, actor) {
    for (const marked of this.marks.values()) {
      if (marked.get(activity) === actor) return marked.delete(activity);
    }
    return false;
  }

  marked(kind, object) {
    return [...(this.marks.get(`${kind} ${object}`)?.values() ?? [])].sort();
  }

  answer(parent, reply) {
    if (!this.replies.has(parent)) this.replies.set(parent, new Set());
    this.replies.get(parent).add(reply);
  }

  forget(reply) {
    for (const replies of this.replies.values()) replies.delete(reply);
  }
}
