"""What belongs into whose home and lists: conditions in SQL on a status `{s}`, with the reader as
the parameter `me`. Timelines ask them for one reader, live streams for many (`receivers`)."""

from plenary.lib.rows import indexed_by

# Replies are left out that are to people the viewer does not follow.
REPLIES = """({s}.in_reply_to_account_id IS NULL
         OR {s}.in_reply_to_account_id IN ({s}.account_id, %(me)s)
         OR EXISTS (SELECT 1 FROM plenary_follow rf
                    WHERE rf.source_id = %(me)s AND rf.target_id = {s}.in_reply_to_account_id))"""
# The viewer may follow somebody without their boosts, or for some languages alone. Few do: so it
# is asked first, once, whether it is one of those.
_NARROWED = "nf.source_id = %(me)s AND (NOT nf.reblogs OR nf.languages IS NOT NULL)"
_BY_INDEX = f"plenary_follow nf {indexed_by('follow_narrowed')}"
WANTED = f"""
    AND ({{s}}.account_id NOT IN (SELECT nf.target_id FROM {_BY_INDEX} WHERE {_NARROWED})
         OR NOT EXISTS (SELECT 1 FROM {_BY_INDEX}
                    WHERE {_NARROWED} AND nf.target_id = {{s}}.account_id
                    AND (({{s}}.reblog_of_id IS NOT NULL AND NOT nf.reblogs)
                         OR ({{s}}.language > '' AND CAST(nf.languages AS text)
                             NOT LIKE '%%"' || {{s}}.language || '"%%'))))
"""
# What of a followed author belongs in the viewer's home: no direct posts (they are messages), and
# no boosts of whom they muted or must not meet.
_REST = (
    WANTED
    + """
    AND ({s}.reblog_of_id IS NULL
         OR NOT EXISTS (SELECT 1 FROM plenary_status o
                    JOIN plenary_account oa ON oa.id = o.account_id
                    WHERE o.id = {s}.reblog_of_id AND (oa.suspended_at IS NOT NULL
                    OR (oa.domain > '' AND EXISTS (SELECT 1 FROM plenary_userdomainblock d
                               WHERE d.account_id = %(me)s AND d.domain = oa.domain))
                    OR EXISTS (SELECT 1 FROM plenary_block b WHERE b.source_id = %(me)s
                               AND b.target_id = o.account_id)
                    OR EXISTS (SELECT 1 FROM plenary_block b WHERE b.target_id = %(me)s
                               AND b.source_id = o.account_id)
                    OR EXISTS (SELECT 1 FROM plenary_mute m WHERE m.source_id = %(me)s
                               AND m.target_id = o.account_id
                               AND (m.expires_at IS NULL OR m.expires_at > %(now)s)))))
"""
)
BELONGS = "{s}.visibility < %(direct)s AND " + REPLIES + _REST


def belongs_in_list(policy: str, which: str) -> str:
    """The same for a list; `policy` and `which` are SQL for its rule about replies and its id."""
    replies = f"""({{s}}.in_reply_to_account_id IS NULL
        OR {{s}}.in_reply_to_account_id IN ({{s}}.account_id, %(me)s)
        OR ({policy} = 'followed' AND EXISTS (SELECT 1 FROM plenary_follow rf
            WHERE rf.source_id = %(me)s AND rf.target_id = {{s}}.in_reply_to_account_id))
        OR ({policy} = 'list' AND EXISTS (SELECT 1 FROM plenary_listmember rl
            WHERE rl.list_id = {which} AND rl.account_id = {{s}}.in_reply_to_account_id)))"""
    return "{s}.visibility < %(direct)s AND " + replies + _REST


# What is on a list that the viewer reads apart.
APART = """(SELECT lm.account_id FROM plenary_accountlist el
    JOIN plenary_listmember lm ON lm.list_id = el.id
    WHERE el.account_id = %(me)s AND el.exclusive)"""
# Posts of a followed hashtag: public ones, of anybody whom the viewer meets.
TAGGED = f"""{{s}}.visibility = 0 AND {{s}}.reblog_of_id IS NULL
    AND {{s}}.account_id NOT IN {APART}
    AND NOT EXISTS (SELECT 1 FROM plenary_account ta
                    WHERE ta.id = {{s}}.account_id AND (ta.suspended_at IS NOT NULL
                    OR (ta.domain > '' AND EXISTS (SELECT 1 FROM plenary_userdomainblock d
                               WHERE d.account_id = %(me)s AND d.domain = ta.domain))))
    AND NOT EXISTS (SELECT 1 FROM plenary_block b
                    WHERE b.source_id = %(me)s AND b.target_id = {{s}}.account_id)
    AND NOT EXISTS (SELECT 1 FROM plenary_block b
                    WHERE b.target_id = %(me)s AND b.source_id = {{s}}.account_id)
    AND NOT EXISTS (SELECT 1 FROM plenary_mute m WHERE m.source_id = %(me)s
                    AND m.target_id = {{s}}.account_id
                    AND (m.expires_at IS NULL OR m.expires_at > %(now)s))
"""
