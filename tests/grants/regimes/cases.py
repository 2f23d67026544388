"""Mistakes in the files of a regime, one rule each, and where each is found."""

from dataclasses import dataclass, field

from tests.grants.regimes.written import AMENDMENT, FIRST, Edit, File, block, edited

LIMIT = "{{code: {code}, names: {{tr: x, en: x}}, activities: [{activities}]{more}}}"
NO_LIMITS = "limits: {value: [], source: default}"
NO_ITEM_BONUSES = "bonuses: {value: [], source: default}\n  vat"
BONUS = (
    "{code: x, names: {tr: x, en: x}, heads: [machinery], certificate: domestic_goods, points: 5, lifts_overall: false}"
)
ALLOWED = block("      - firm\n", '    source: "[S] 001… Kümelenme Desteği 3. Çağrısı"\n\nmoney')
RENOVATION = "      - {head: renovation, share: 5, basis: planned}\n"
KIND = "{code: activity, names: {tr: x, en: x}, parts: [technical], period_months: 6, due_days: 30, decided_by: board}"
KINDS = block("reporting:", "  reminder_days_before: {value: 7")


@dataclass(frozen=True)
class Case:
    """Files with one mistake. at: a part of the line it is found on; the first line of the file where empty."""

    rule: str
    path: str
    at: str
    files: tuple[File, ...] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.rule}-{self.path}-{self.at}"


def first(rule: str, path: str, at: str, *edits: Edit) -> Case:
    """A mistake in the first file; the amendment stands as it is."""
    return Case(rule, path, at, (edited(FIRST, *edits), AMENDMENT))


def alone(rule: str, path: str, at: str, *edits: Edit) -> Case:
    """A mistake in a first file without amendments."""
    return Case(rule, path, at, (edited(FIRST, *edits),))


def later(rule: str, path: str, at: str, *edits: Edit) -> Case:
    """A mistake in the amendment."""
    return Case(rule, path, at, (FIRST, edited(AMENDMENT, *edits)))


def text(rule: str, path: str, at: str, written: str) -> Case:
    """A file of its own."""
    return Case(rule, path, at, (("draft.yaml", written),))


def limits(*written: str) -> Edit:
    """These limits, each on a line of its own."""
    lines = "".join(f"\n      - {one}" for one in written)
    return NO_LIMITS, f"limits:\n    source: default\n    value:{lines}"


def limit(code: str, activities: str, more: str = "") -> str:
    return LIMIT.format(code=code, activities=activities, more=more)


READING = (
    text("regime.not_yaml", "", "", ""),
    text("regime.not_yaml", "", "", "# nothing but a remark\n"),
    text("regime.not_yaml", "", "", "- a list\n- at the top\n"),
    text("regime.not_yaml", "", "", "a sentence"),
    text("regime.not_yaml", "", "b: [", "a: 1\nb: [1, 2\n"),
    text("regime.not_yaml", "", "---", "a: 1\n--- # another document\na: 2\n"),
    text("regime.not_yaml", "", "\tb: 1", "a:\n\tb: 1\n"),
    text("regime.not_yaml", "", "b: \x07", "a: 1\nb: \x07\n"),
    text("regime.too_long", "", "", "a: 1\n" * 60_000),
    text("regime.too_deep", "", "[[[[", "a: 1\nb: " + "[" * 21 + "]" * 21),
    text("regime.anchor", "", "&laughs", "a: &laughs [ha]\nb: [*laughs, *laughs]\n"),
    text("regime.anchor", "", "*laughs", "a: 1\nb: *laughs\n"),
    first("regime.tag", "money.advance.value", "!!int", ("advance: {value: 0", "advance: {value: !!int 0")),
    first("regime.key", "audit", "[a, b]", ("audit:\n", "audit:\n  ? [a, b]\n  : 1\n")),
    first("regime.twice", "audit", "audit: {}", ("recovery:\n", "audit: {}\nrecovery:\n")),
    first("regime.twice", "money.overall_cap.value", "value: 60", ("cap: {value: 50,", "cap: {value: 50, value: 60,")),
    *(
        first(
            "regime.number",
            "money.in_kind_limit.value",
            number,
            ("in_kind_limit: {value: 100", f"in_kind_limit: {{value: {number}"),
        )
        for number in ("50.5", ".5", "050", "+50", "5e1", "5_0", "9" * 19, "-.5", ".nan", "-.inf")
    ),
)

HEADINGS = (
    Case("regime.no_first_file", "amends", "", (AMENDMENT,)),
    Case("regime.two_first_files", "", "", (FIRST, ("z.yaml", FIRST[1]))),
    first("regime.no_instrument", "instrument", "", ("instrument: R.G. 28952, 25/03/2014\n", "")),
    first(
        "regime.no_instrument", "instrument", "instrument:", ("instrument: R.G. 28952, 25/03/2014", "instrument: ' '")
    ),
    later(
        "regime.no_instrument", "instrument", "instrument:", ("instrument: R.G. 29260, 07/02/2015", "instrument: [a]")
    ),
    first("regime.no_date", "valid_from", "", ("valid_from: 2014-03-25\n", "")),
    first("regime.no_date", "valid_from", "valid_from:", ("valid_from: 2014-03-25", "valid_from: '2014-03-25'")),
    first("regime.no_date", "valid_from", "valid_from:", ("valid_from: 2014-03-25", "valid_from: 2014-03-25 10:00:00")),
    first("regime.no_date", "valid_from", "valid_from:", ("valid_from: 2014-03-25", "valid_from: 20140325")),
    first("regime.no_date", "valid_to", "", ("valid_to: 2022-07-21\n", "")),
    first("regime.no_date", "valid_to", "valid_to:", ("valid_to: 2022-07-21", "valid_to: never")),
    first("regime.no_date", "valid_to", "valid_to:", ("valid_to: 2022-07-21", "valid_to: 2022-02-30")),
    later("regime.no_date", "valid_from", "", ("valid_from: 2015-02-07\n", "")),
    later("regime.amends_other", "amends", "amends:", ("amends: kdp-2014", "amends: kdp-2022")),
    later("regime.overlap", "valid_from", "valid_from:", ("valid_from: 2015-02-07", "valid_from: 2014-03-25")),
    Case("regime.overlap", "valid_from", "valid_from:", (FIRST, AMENDMENT, ("z.yaml", AMENDMENT[1]))),
    later("regime.outside", "valid_from", "valid_from:", ("valid_from: 2015-02-07", "valid_from: 2014-03-24")),
    later("regime.outside", "valid_from", "valid_from:", ("valid_from: 2015-02-07", "valid_from: 2022-07-22")),
    later("regime.strange", "valid_to", "valid_to:", ("changes:\n", "valid_to: 2016-01-01\nchanges:\n")),
    later(
        "regime.changes_nothing",
        "changes",
        "changes: {}",
        (AMENDMENT[1][AMENDMENT[1].index("changes:") :], "changes: {}\n"),
    ),
    later(
        "regime.changes_nothing",
        "changes",
        "changes: [a]",
        (AMENDMENT[1][AMENDMENT[1].index("changes:") :], "changes: [a]\n"),
    ),
)

CHANGES = (
    later("regime.change_of_nothing", "changes.audit.weekly", "audit.weekly", ("audit.yearly", "audit.weekly")),
    later("regime.change_of_nothing", "changes.audit", "audit:", ("audit.yearly", "audit")),
    later("regime.change_of_nothing", "changes.audit.yearly.value", "value", ("audit.yearly", "audit.yearly.value")),
    later(
        "regime.change_of_nothing",
        "changes.catalogue.groups.K9.activities",
        "K9",
        ("audit.yearly", "catalogue.groups.K9.activities"),
    ),
    later(
        "regime.no_leaf",
        "changes.audit.yearly",
        "audit.yearly: true",
        ('audit.yearly: {value: true, source: "[P] R.G. 29260, 07/02/2015"}', "audit.yearly: true"),
    ),
    later(
        "regime.no_leaf",
        "changes.audit.yearly",
        "audit.yearly: {value: true}",
        ('audit.yearly: {value: true, source: "[P] R.G. 29260, 07/02/2015"}', "audit.yearly: {value: true}"),
    ),
    later(
        "regime.changes_nothing",
        "changes.audit.yearly",
        "audit.yearly",
        (
            'audit.yearly: {value: true, source: "[P] R.G. 29260, 07/02/2015"}',
            "audit.yearly: {value: false, source: default}",
        ),
    ),
    later(
        "regime.shape",
        "audit.yearly.value",
        "audit.yearly",
        ("audit.yearly: {value: true", "audit.yearly: {value: [often]"),
    ),
    later(
        "regime.strange",
        "audit.yearly.note",
        "audit.yearly",
        ("audit.yearly: {value: true", "audit.yearly: {note: x, value: true"),
    ),
    first(
        "regime.missing_from",
        "money.overall_cap",
        "overall_cap",
        ("overall_cap: {value", "overall_cap: {valid_from: 2014-03-26, value"),
    ),
    first(
        "regime.missing_from",
        "money.overall_cap",
        "overall_cap",
        ("overall_cap: {value", "overall_cap: {valid_from: 2015-02-07, value"),
    ),
    first(
        "regime.overlap",
        "money.overall_cap",
        "overall_cap",
        ("overall_cap: {value", "overall_cap: {valid_from: 2014-03-24, value"),
    ),
    first(
        "regime.missing_after",
        "money.overall_cap",
        "overall_cap",
        ("overall_cap: {value", "overall_cap: {valid_to: 2022-07-20, value"),
    ),
    first(
        "regime.overlap",
        "money.overall_cap",
        "overall_cap",
        ("overall_cap: {value", "overall_cap: {valid_to: 2022-07-22, value"),
    ),
    first("regime.missing_after", "audit.yearly", "yearly", ("yearly: {value", "yearly: {valid_to: 2015-02-05, value")),
    first("regime.overlap", "audit.yearly", "yearly", ("yearly: {value", "yearly: {valid_to: 2015-02-07, value")),
    first(
        "regime.no_date",
        "money.overall_cap",
        "overall_cap",
        ("overall_cap: {value", "overall_cap: {valid_from: soon, value"),
    ),
    first(
        "regime.no_date",
        "money.overall_cap",
        "overall_cap",
        ("overall_cap: {value", "overall_cap: {valid_to: 7, value"),
    ),
    later(
        "regime.overlap",
        "audit.yearly",
        "audit.yearly",
        ("audit.yearly: {value", "audit.yearly: {valid_from: 2015-02-06, value"),
    ),
)

SHAPES = (
    first("regime.missing", "negotiation", "", (block("negotiation:", "feedback:"), "")),
    first("regime.missing", "negotiation.enabled", "negotiation:", (block("  enabled:", "feedback:"), "\n")),
    first("regime.missing", "money.vat", "money:", ("  vat: {value: gross, source: default}\n", "")),
    first("regime.missing", "money.vat.source", "vat", ("vat: {value: gross, source: default}", "vat: {value: gross}")),
    first(
        "regime.missing", "money.vat.value", "vat", ("vat: {value: gross, source: default}", "vat: {source: default}")
    ),
    first("regime.missing", "programme", "", ("programme: KDP\n", "")),
    first("regime.strange", "weather", "weather", ("money:\n", "weather: fine\nmoney:\n")),
    first(
        "regime.strange",
        "money.weather",
        "weather",
        ("money:\n", "money:\n  weather: {value: fine, source: default}\n"),
    ),
    first("regime.strange", "money.vat.weather", "vat", ("vat: {value: gross", "vat: {weather: fine, value: gross")),
    *(
        first("regime.strange", name, name, ("names:\n", f"{name}: x\nnames:\n"))
        for name in ("key", "revision", "since")
    ),
    first("regime.shape", "programme", "programme", ("programme: KDP", "programme: kdp")),
    first("regime.shape", "money.vat", "vat: net", ("vat: {value: gross, source: default}", "vat: net")),
    first("regime.shape", "money.vat.value", "vat", ("vat: {value: gross", "vat: {value: some")),
    first(
        "regime.shape",
        "money.vat.source",
        "vat",
        ("vat: {value: gross, source: default}", "vat: {value: gross, source: law}"),
    ),
    first(
        "regime.shape",
        "money.overall_cap.value",
        "overall_cap",
        ("overall_cap: {value: 50", "overall_cap: {value: 101"),
    ),
    first(
        "regime.shape", "money.overall_cap.value", "overall_cap", ("overall_cap: {value: 50", "overall_cap: {value: -1")
    ),
    first(
        "regime.shape",
        "money.overall_cap.value",
        "overall_cap",
        ("overall_cap: {value: 50", "overall_cap: {value: half"),
    ),
    first(
        "regime.shape",
        "money.overall_cap.value",
        "overall_cap",
        ("overall_cap: {value: 50", "overall_cap: {value: true"),
    ),
    first(
        "regime.shape",
        "money.overall_cap.value",
        "overall_cap",
        ("overall_cap: {value: 50", "overall_cap: {value: '0.00001'"),
    ),
    first(
        "regime.shape", "composition.minimum_firms.value", "minimum_firms", ("firms: {value: 20", "firms: {value: true")
    ),
    first("regime.shape", "negotiation.enabled.value", "enabled", ("enabled: {value: true", "enabled: {value: 1")),
    first("regime.shape", "negotiation.enabled.value", "enabled", ("enabled: {value: true", "enabled: {value: yes")),
    first(
        "regime.shape",
        "duration.extension_grounds.value[1]",
        "[admin",
        ("[administrative, technical, force_majeure]", "[administrative, mood]"),
    ),
    first(
        "regime.shape",
        "duration.extension_grounds.value",
        "value: admin",
        ("[administrative, technical, force_majeure]", "administrative"),
    ),
    first("regime.shape", "names.board.value.tr", "Selection Board", ("{tr: Seçici Kurul,", "{tr: 2014-03-25,")),
)

IMPOSSIBLE = (
    first(
        "regime.blocks_sum",
        "evaluation.blocks",
        "blocks:",
        ("{code: capacity, maximum: 25", "{code: capacity, maximum: 26"),
    ),
    first(
        "regime.aspects_sum",
        "evaluation.blocks.value[1].aspects",
        "aspects:",
        ("level, maximum: 25", "level, maximum: 24"),
    ),
    first(
        "regime.out_of_reach", "evaluation.pass_mark", "pass_mark:", ("pass_mark: {value: 60", "pass_mark: {value: 101")
    ),
    first(
        "regime.out_of_reach",
        "committee.threshold",
        "threshold:",
        ("  threshold: {value: 70", "  threshold: {value: 101"),
    ),
    first("regime.quorum", "committee.quorum", "quorum:", ("full_members: {value: 5", "full_members: {value: 0")),
    first(
        "regime.soft_conflict",
        "evaluation.soft_conflicts",
        "soft_conflicts:",
        ("[address, evaluated, project]", "[address, employer]"),
    ),
    first(
        "regime.nobody",
        "committee.excluded_backgrounds",
        "excluded_backgrounds:",
        ("[academic, public_staff]", "[academic, public_staff, private_sector]"),
    ),
    first(
        "regime.no_ceiling",
        "money.overall_cap",
        "overall_cap:",
        ("overall_cap: {value: 50", "overall_cap: {value: null"),
        ("item_cap: {value: 75", "item_cap: {value: null"),
        ("interim: {value: item_cap", "interim: {value: approved_rate"),
    ),
    first("regime.never_tested", "money.overall_tested", "overall_tested:", ("value: [plan, settlement]", "value: []")),
    first(
        "regime.above_cap",
        "money.minimum_share",
        "minimum_share:",
        ("minimum_share: {value: 10", "minimum_share: {value: 51"),
    ),
    first("regime.interim", "money.interim", "interim:", ("item_cap: {value: 75", "item_cap: {value: null")),
    first(
        "regime.over_hundred",
        "money.retention",
        "retention:",
        ("advance: {value: 0", "advance: {value: 60"),
        ("retention: {value: 0", "retention: {value: 41"),
    ),
    first("regime.limits_nothing", "money.limits.value[0]", "code: x", limits(limit("x", "K1"))),
    first(
        "regime.limited_twice",
        "money.limits.value[1].activities",
        "code: y",
        limits(limit("x", "K1", ", share: 5"), limit("y", "K1.03", ", share: 6")),
    ),
    first(
        "regime.limit_years", "money.limits.value[0].most_years", "code: x", limits(limit("x", "K1", ", most_years: 6"))
    ),
    first(
        "regime.ceiling_years",
        "duration.ceiling_years",
        "ceiling_years:",
        ("ceiling_years: {value: 7", "ceiling_years: {value: 4"),
    ),
    first(
        "regime.extension_months",
        "duration.extension_months_max",
        "extension_months_max:",
        ("extension_months_max: {value: 24", "extension_months_max: {value: 25"),
    ),
    alone("regime.ends_before", "valid_to", "valid_to:", ("valid_to: 2022-07-21", "valid_to: 2014-03-24")),
    first(
        "regime.reminder",
        "deadlines.evaluation_reminder_days_before",
        "days_before:",
        ("days_before: {value: 5", "days_before: {value: 22"),
    ),
    first(
        "regime.reminder",
        "reporting.reminder_days_before",
        "days_before:",
        ("days_before: {value: 7", "days_before: {value: 31"),
    ),
    first(
        "regime.hold_before_visit", "risk.hold_from", "hold_from:", ("hold_from: {value: 60", "hold_from: {value: 24")
    ),
    first("regime.empty", "reporting.kinds", "kinds:", (KINDS, "reporting:\n  kinds: {value: [], source: default}\n")),
    first(
        "regime.chambers",
        "composition.chamber_kinds",
        "chamber_kinds:",
        (
            "[chamber_of_industry, chamber_of_commerce_and_industry]",
            "[chamber_of_industry, chamber_of_commerce_and_industry, commodity_exchange]",
        ),
    ),
)

REFERENCES = (
    first(
        "regime.reference",
        "money.head_caps.value[0].head",
        "head:",
        ("head: renovation, share", "head: repairs, share"),
    ),
    first(
        "regime.reference",
        "money.bonuses.value[0].heads",
        "bonuses:",
        (NO_ITEM_BONUSES, f"bonuses: {{value: [{BONUS.replace('machinery', 'cars')}], source: default}}\n  vat"),
    ),
    first("regime.reference", "money.limits.value[0].activities", "code: x", limits(limit("x", "K9", ", share: 5"))),
    first(
        "regime.reference",
        "composition.chamber_kinds",
        "chamber_kinds:",
        (ALLOWED, ALLOWED.replace("      - chamber_of_industry\n", "")),
    ),
    first(
        "regime.reference",
        "composition.minimum_firms",
        "minimum_firms:",
        (ALLOWED, ALLOWED.replace("      - firm\n", "")),
    ),
    first(
        "regime.reference",
        "composition.minimum_universities",
        "minimum_universities:",
        (ALLOWED, ALLOWED.replace("      - university\n", "")),
    ),
    first(
        "regime.code_twice",
        "evaluation.blocks.value[2]",
        "Sustainability",
        ("{code: sustainability", "{code: capacity"),
    ),
    first(
        "regime.code_twice", "evaluation.blocks.value[1].aspects[1]", "Potential", ("{code: potential", "{code: level")
    ),
    first(
        "regime.code_twice",
        "money.head_caps.value[1]",
        "share: 6",
        (RENOVATION, RENOVATION + RENOVATION.replace("5", "6")),
    ),
    first(
        "regime.code_twice",
        "composition.chamber_kinds.value[1]",
        "chamber_of_industry, chamber_of_industry",
        ("[chamber_of_industry, chamber_of_commerce_and_industry]", "[chamber_of_industry, chamber_of_industry]"),
    ),
    first(
        "regime.code_twice",
        "money.limits.value[1]",
        "K2",
        limits(limit("x", "K1", ", share: 5"), limit("x", "K2", ", share: 5")),
    ),
    first(
        "regime.code_twice",
        "money.bonuses.value[1]",
        "bonuses:",
        (NO_ITEM_BONUSES, f"bonuses: {{value: [{BONUS}, {BONUS}], source: default}}\n  vat"),
    ),
    first(
        "regime.code_twice",
        "reporting.kinds.value[1]",
        "# again",
        (KINDS, KINDS.replace("    source: default", f"      - {KIND} # again\n    source: default")),
    ),
    first("regime.code_twice", "changes.classes.value[4]", "Major change", ("{code: major", "{code: minor")),
    first(
        "regime.code_twice",
        "risk.signals.value[1]",
        "Spending behind",
        ("{code: under_spending", "{code: late_reports"),
    ),
    first("regime.reference", "risk.signals.value", "value:", ("{code: late_reports", "{code: bad_weather")),
    first("regime.code_twice", "termination.grounds.value[3]", "Wish", ("{code: own_wish", "{code: breach")),
    first(
        "regime.code_twice",
        "obligations.kinds.value[1]",
        "code: asset_lock",
        ("code: records", "code: asset_lock"),
    ),
    first("regime.code_twice", "documents.required.value[3]", "Five-year", ("{code: work_plan", "{code: declaration")),
    first(
        "regime.code_twice",
        "catalogue.groups[0].activities.value[1]",
        "Strengthening",
        ("{code: K1.02", "{code: K1.01"),
    ),
    first(
        "regime.code_twice", "catalogue.groups[0].other_code", "other_code", ("other_code: K1.99", "other_code: K1.01")
    ),
    first(
        "regime.code_twice", "cost_heads.value[7]", "General administration", ("{code: administration", "{code: wages")
    ),
    first(
        "regime.code_twice", "indicators.value[1]", "code: G1 # again", ("    - code: G2\n", "    - code: G1 # again\n")
    ),
    first("regime.code_twice", "indicators.value[2].measures[0]", "1000", ("{code: G3, target", "{code: G2, target")),
    first(
        "regime.code_of_group",
        "catalogue.groups[0].activities.value[1]",
        "Strengthening",
        ("{code: K1.02", "{code: K5.02"),
    ),
    first(
        "regime.code_of_group",
        "catalogue.groups[1].other_code",
        "other_code",
        ("other_code: K2.99", "other_code: K3.98"),
    ),
)

CASES = (*READING, *HEADINGS, *CHANGES, *SHAPES, *IMPOSSIBLE, *REFERENCES)
