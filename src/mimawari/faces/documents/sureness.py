"""How sure it is, in one phrase for each situation; suspected is never worded as certain."""

from __future__ import annotations

from mimawari.model import Answer, Level, Situation, Strength, Verdict, Words

SURE = Words(en="The evidence is decisive.", ja="決め手となる証拠があります。")
AGREED = Words(
    en="Judged as infected: strong findings of several kinds agree.",
    ja="種類の異なる強い証拠が複数あり、感染と判定しています。",
)
LIKELY = Words(en="Very probable, not certain.", ja="可能性が高い段階です。確定ではありません。")
SIGN = Words(en="A sign only; it decides nothing.", ja="手がかりがある段階です。断定はできません。")
SUSPECTED = Words(en="Suspected, not certain.", ja="疑いの段階です。確定ではありません。")
DELIVERED = Words(
    en="That it arrived is certain. In what was looked at, nothing shows that it was opened; that is no proof that it was not.",
    ja="届いたことは確かです。調べた範囲では、開いた形跡は見つかっていません（開いていない証明ではありません）。",
)
UNKNOWN = Words(en="Nobody can tell yet: that is no all-clear.", ja="まだ分かりません。「問題なし」という意味ではありません。")
NO_PROOF = Words(
    en="This is said of what was looked at. It does not prove that there is no infection.",
    ja="調べた範囲での結果です。感染していないことの証明ではありません。",
)
_BY_STRENGTH = {Strength.CONCLUSIVE: SURE, Strength.STRONG: LIKELY, Strength.HINT: SIGN}
_ANSWER = {
    Situation.OUR_DEVICE: Answer.OUR_DEVICE,
    Situation.OUR_ACCOUNT: Answer.OUR_ACCOUNT,
    Situation.ADDRESS_ONLY: Answer.ADDRESS_ONLY,
}


def sureness(situation: Situation, verdict: Verdict) -> Words:
    """How sure that situation is."""
    strength = verdict.us.strength(_ANSWER[situation]) if verdict.us and situation in _ANSWER else None
    if situation is Situation.OUR_DEVICE and verdict.level is Level.INFECTED:
        every = [strength or Strength.HINT, *(one.strength for one in verdict.because)]
        return SURE if max(every) is Strength.CONCLUSIVE else AGREED
    if situation in _ANSWER:
        return _BY_STRENGTH[strength] if strength else SUSPECTED
    return {Situation.EXPOSED: DELIVERED, Situation.NO_SIGN: NO_PROOF}.get(situation, UNKNOWN)
