"""Short plans by hand, one a situation."""

from __future__ import annotations

from mimawari.model import Certainty, Cited, Ground, Menu, Opening, Per, Phase, Plan, PlanStep, PlayStep, Situation, Who, Words

CITED = Cited(title=Words(en="A guide", ja="手引き"), page="https://guide.example/", as_of="2026-11-20", certainty=Certainty.READ)
UNSURE = Cited(title=Words(en="A note", ja="覚え書き"), as_of="2026-11-20", certainty=Certainty.UNCONFIRMED)


def _step(
    name: str, phase: Phase, en: str, ja: str, who: Who = Who.ADMINISTRATOR, per: Per = Per.CASE, destroys: Words | None = None,
    cited: Cited = CITED,
) -> PlayStep:  # fmt: skip
    return PlayStep(
        id=name,
        phase=phase,
        situations=frozenset(Situation),
        title=Words(en=en, ja=ja),
        how=(Words(en=f"{en}, one after the other.", ja=f"{ja}。順番に行ってください。"),),
        why=Words(en="Otherwise it goes on.", ja="そのままでは、被害が続くおそれがあるためです。"),
        who=who,
        done_when=(Words(en="It is written down.", ja="記録に残っていること。"),),
        per=per,
        destroys=destroys,
        menus=(Menu(product=Words(en="Windows 11", ja="Windows 11"), path=Words(en="Settings", ja="設定"), cited=cited),),
        cited=(cited,),
    )


CUT = _step("cut-off", Phase.ISOLATE, "Take the PC off the network", "PCをネットワークから切り離す", Who.ANYBODY, Per.HOST)
KEEP = _step(
    "keep-memory",
    Phase.PRESERVE,
    "Save the memory before anything is switched off",
    "電源を切る前に、メモリーの内容を保存する",
    Who.SPECIALIST,
)
CHECK = _step("check-others", Phase.SCOPE, "Check every other PC", "ほかのPCをすべて調べる")
RESET = _step(
    "reset",
    Phase.RESET,
    "Change all passwords from a clean PC",
    "感染していないPCから、すべてのパスワードを変更する",
    Who.OWNER,
    cited=UNSURE,
)
TELL = _step("tell", Phase.NOTIFY, "Warn partners of fake mails", "取引先に、偽メールへの注意をお願いする", Who.OWNER)
WIPE = _step(
    "wipe", Phase.ERADICATE, "Install the PC anew", "PCを初期化する", per=Per.HOST,
    destroys=Words(en="Everything on the PC, proof included", ja="PC内のすべてのデータ（証拠を含む）"),
)  # fmt: skip
WATCH = _step("watch", Phase.WATCH, "Watch the mail log for two weeks", "メールの記録を2週間見守る")
SIGN_OUT = _step(
    "sign-out", Phase.ISOLATE, "Sign out every session of the account", "アカウントのすべてのサインインを解除する", per=Per.ACCOUNT
)
RULES = _step("rules", Phase.CONFIRM, "Look at forwarding rules", "転送の設定を確認する", Who.OWNER)
ASK = _step("ask-mails", Phase.CONFIRM, "Ask for the original mails", "届いた不審なメールの原本をもらう", Who.OWNER)
POLICY = _step(
    "policy", Phase.WATCH, "Ask the provider for DMARC", "プロバイダーにDMARC（なりすましを見分ける仕組み）を相談する", Who.PROVIDER
)
DONT_OPEN = _step("do-not-open", Phase.ISOLATE, "Leave the mail unopened", "そのメールを開かずに残しておく", Who.ANYBODY)
OPENED = _step("opened", Phase.CONFIRM, "Ask whether anybody opened it", "開いた人がいないか確認する", Who.OWNER)
LOOK_AGAIN = _step("look-again", Phase.CONFIRM, "Look again with administrator rights", "管理者の権限で、もう一度調べる")

STEPS = {
    Situation.OUR_DEVICE: (CUT, KEEP, CHECK, RESET, TELL, WIPE, WATCH),
    Situation.OUR_ACCOUNT: (SIGN_OUT, RESET, RULES, TELL, WATCH),
    Situation.ADDRESS_ONLY: (ASK, TELL, POLICY),
    Situation.EXPOSED: (DONT_OPEN, OPENED, CHECK),
    Situation.UNDETERMINED: (LOOK_AGAIN, CHECK),
    Situation.NO_SIGN: (),
}
_OPENINGS = {
    Situation.OUR_DEVICE: Opening(
        situation=Situation.OUR_DEVICE,
        meaning=Words(en="A PC of yours is infected, or probably is.", ja="自社のPCの感染が疑われます。"),
        first=Words(
            en="Take it off the network. Do not switch it off.",
            ja="LANケーブルを抜き、Wi-Fiを切ってください。電源は切らないでください。",
        ),
        limits=(Words(en="What was stolen cannot be called back.", ja="盗まれた情報を取り戻すことはできません。"),),
        forbidden=(Words(en="Do not switch the PC off.", ja="PCの電源を切らないでください。"),),
    ),
    Situation.OUR_ACCOUNT: Opening(
        situation=Situation.OUR_ACCOUNT,
        meaning=Words(
            en="Mail leaves through an account of yours.", ja="自社のメールアカウントから、不審なメールが送信されています。"
        ),
        first=Words(en="Change its password from a clean PC.", ja="感染していないPCから、パスワードを変更してください。"),
    ),
    Situation.ADDRESS_ONLY: Opening(
        situation=Situation.ADDRESS_ONLY,
        meaning=Words(en="Only your address is used.", ja="自社のアドレスが使われているだけとみられます。"),
        first=Words(en="Warn your partners.", ja="取引先に注意をお願いしてください。"),
        limits=(
            Words(
                en="Nobody can stop mails that bear your address.",
                ja="自社のアドレスを名乗るメールを止めることは、誰にもできません。",
            ),
        ),
        forbidden=(Words(en="Do not wipe a PC for this.", ja="この理由でPCを初期化しないでください。"),),
    ),
    Situation.EXPOSED: Opening(
        situation=Situation.EXPOSED,
        meaning=Words(en="Something dangerous was delivered.", ja="危険なメールが届いています。"),
        first=Words(en="Leave it unopened.", ja="開かないでください。"),
    ),
    Situation.UNDETERMINED: Opening(
        situation=Situation.UNDETERMINED,
        meaning=Words(en="Not enough could be looked at.", ja="調べられなかったところがあるため、判断できません。"),
        first=Words(en="Look again.", ja="もう一度調べてください。"),
    ),
    Situation.NO_SIGN: Opening(
        situation=Situation.NO_SIGN,
        meaning=Words(en="In what was looked at, there was no sign.", ja="調べた範囲では、兆候は見つかりませんでした。"),
        first=Words(en="Keep watching.", ja="引き続き注意してください。"),
    ),
}
_TARGETS = {Per.HOST: "経理PC", Per.ACCOUNT: "info@shop.example"}


def key(step: PlayStep, situation: Situation) -> str:
    """The key of the step in that plan."""
    target = _TARGETS.get(step.per, "")
    return f"{step.id}@{target}" if target else step.id


def plan(situation: Situation) -> Plan:
    """The plan of one situation."""
    ground = Ground(
        "f-0123", Words(en="Windows starts hbtw.dll by itself.", ja="Windowsの起動時に hbtw.dll が自動的に実行されます。")
    )
    steps = tuple(
        PlanStep(key(one, situation), one, _TARGETS.get(one.per, ""), (ground,), situation is Situation.EXPOSED)
        for one in STEPS[situation]
    )
    opening = _OPENINGS[situation]
    return Plan((situation,), (opening,), steps, ("経理PC",), ("info@shop.example",), opening.forbidden)
