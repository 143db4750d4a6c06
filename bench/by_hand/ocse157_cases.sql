-- The facts of Louisiana's cases for the OCSE-157, written by hand over the tables: one row a case, one column
-- a fact. :start and :end are the fiscal year, :due the day of the report, :last_month the month of September.
CREATE TEMP TABLE case_facts AS
WITH
spell AS (
    SELECT c.number AS "case", c.closed, coalesce(
        (SELECT min(r.received_on) FROM la_referral r
         WHERE r."case" = c.number AND r.received_on >=
            (SELECT max(l.ended_on) FROM la_closure l
             WHERE l."case" = c.number AND +l.status = 'closed' AND (c.closed IS NULL OR l.ended_on < c.closed))),
        c.opened) AS opened
    FROM la_case c
    UNION ALL
    SELECT e."case", e.ended_on, coalesce(
        (SELECT min(r.received_on) FROM la_referral r
         WHERE r."case" = e."case" AND r.received_on >=
            (SELECT max(l.ended_on) FROM la_closure l
             WHERE l."case" = e."case" AND +l.status = 'closed' AND l.ended_on < e.ended_on)),
        c.opened)
    FROM la_closure e JOIN la_case c ON c.number = e."case"
    WHERE +e.status = 'closed' AND (c.closed IS NULL OR e.ended_on < c.closed)
    UNION ALL
    SELECT "case", closed, opened FROM ivd_spell WHERE standing
),
spells AS (
    SELECT "case", min(opened) AS opened,
        max(closed IS NULL OR closed >= :end) AS open_end,
        max(closed IS NULL OR closed >= :start) AS open_year,
        max(CASE WHEN closed < :end THEN closed END) AS closed
    FROM spell WHERE opened <= :end GROUP BY "case"
),
base AS MATERIALIZED (
    SELECT s."case", c.ncp AS parent, c.cp AS custodian, c.payee_since, s.opened, s.open_end, s.open_year,
        CASE WHEN s.open_end THEN :end ELSE coalesce(s.closed, :end) END AS asof
    FROM spells s JOIN la_case c ON c.number = s."case"
),
child AS (
    SELECT "case", person, added_on AS since, NULL AS until FROM la_child
    UNION ALL
    SELECT "case", person, since, until FROM ivd_child WHERE standing
),
kid AS MATERIALIZED (
    SELECT ch."case", ch.person, ch.since, ch.until, b.asof, ch.since <= b.asof AS begun,
        ch.since <= b.asof AND (ch.until IS NULL OR ch.until > b.asof) AS there
    FROM child ch JOIN base b ON b."case" = ch."case"
),
assistance AS (
    SELECT person, program, begins, ends, last_grant, told_on, entered_on FROM ivd_assistance WHERE standing
    UNION ALL
    SELECT ch.person, 'TANF', s.begins, date(s.closed, '-1 day'), date(s.closed, '-1 day'), coalesce(
        (SELECT min(n.received_on) FROM la_benefit_news n
         WHERE n."case" = ch."case" AND n.event = 'closed' AND n."on" = s.closed), s.closed), s.begins
    FROM la_child ch JOIN la_case c ON c.number = ch."case" JOIN la_benefit_spell s ON s.person = c.cp
    WHERE s.begins IS NOT NULL
),
helped AS MATERIALIZED (
    SELECT k."case", k.since, k.until, k.asof, k.begun, k.there, a.*
    FROM kid k JOIN assistance a ON a.person = k.person
),
assisted AS (
    SELECT "case",
        max(program = 'TANF' AND there AND (ends IS NULL OR ends >= asof)) AS tanf,
        max(program IN ('TANF', 'IVE') AND there AND (ends IS NULL OR ends >= asof)) AS current,
        max(program IN ('TANF', 'IVE')) AS former,
        max(program = 'MED' AND there AND (ends IS NULL OR ends >= asof)) AS medicaid
    FROM helped WHERE begun AND begins <= asof AND entered_on <= :due GROUP BY "case"
),
told AS MATERIALIZED (
    SELECT DISTINCT "case", last_grant,
        strftime('%Y', last_grant) * 12 + strftime('%m', last_grant) AS month
    FROM helped
    WHERE program = 'TANF' AND told_on BETWEEN :start AND :end AND since <= ends AND last_grant IS NOT NULL
        AND (until IS NULL OR until > last_grant)
),
left_tanf AS (
    SELECT DISTINCT t."case" FROM told t
    WHERE NOT EXISTS (
        SELECT 1 FROM child ch JOIN assistance a ON a.person = ch.person
        WHERE ch."case" = t."case" AND a.program = 'TANF'
            AND strftime('%Y', a.begins) * 12 + strftime('%m', a.begins) <= t.month + 1
            AND (a.ends IS NULL OR strftime('%Y', a.ends) * 12 + strftime('%m', a.ends) >= t.month + 1)
            AND strftime('%Y', ch.since) * 12 + strftime('%m', ch.since) <= t.month + 1
            AND (ch.until IS NULL OR strftime('%Y', ch.until) * 12 + strftime('%m', ch.until) >= t.month + 1))
    AND (
        SELECT sum(m.cents) FROM ivd_money m
        WHERE m."case" = t."case" AND m.standing AND m.kind IN ('current', 'arrears') AND NOT m.second
            AND m.source NOT IN ('direct', 'fee', 'reapplied') AND m.written_on <= :end
            AND strftime('%Y', m."on") * 12 + strftime('%m', m."on") = t.month) > 0
),
ordered AS (
    SELECT "case", number, person, kind, filed_on, ends_on, "by" FROM ivd_order
    WHERE standing AND filed_on <= :end AND entered_on <= :end
    UNION ALL
    SELECT ch."case", c.docket, ch.person, 'cash', ch.order_on, ch.order_until,
        CASE WHEN ch.order_on < c.opened THEN 'other' ELSE 'ivd' END
    FROM la_child ch JOIN la_case c ON c.number = ch."case" WHERE ch.order_on <= :end
),
filed AS MATERIALIZED (SELECT * FROM ordered),
orders AS (
    SELECT "case",
        max(kind IN ('cash', 'zero', 'medical', 'arrears')) AS any_order,
        max(kind IN ('cash', 'arrears')) AS cash,
        max(kind = 'cash' AND (ends_on IS NULL OR ends_on >= :end)) AS current_cash,
        max(person IS NULL AND kind IN ('cash', 'zero', 'medical') AND (ends_on IS NULL OR ends_on >= :end))
            AS all_children
    FROM filed GROUP BY "case"
),
established AS (
    SELECT n."case", max(n.filed_on) AS filed_on FROM filed n
    WHERE n."by" = 'ivd' AND n.kind IN ('cash', 'zero', 'medical', 'arrears') AND n.filed_on >= :start
        AND NOT EXISTS (
            SELECT 1 FROM filed o
            WHERE o."case" = n."case" AND o.number = n.number AND o.number <> ''
                AND o.kind IN ('cash', 'zero', 'medical', 'arrears') AND o.filed_on < n.filed_on
                AND (o.person IS NULL OR n.person IS NULL OR o.person = n.person))
    GROUP BY n."case"
),
covered AS (
    SELECT DISTINCT "case", person FROM filed
    WHERE kind IN ('cash', 'zero', 'medical') AND person IS NOT NULL AND (ends_on IS NULL OR ends_on >= :end)
),
resolved AS (
    SELECT DISTINCT person FROM ivd_paternity WHERE standing AND "on" <= :end AND entered_on <= :due
),
insured_in_year AS (
    SELECT DISTINCT "case", person FROM ivd_cover
    WHERE standing AND "by" <> 'medicaid' AND since <= :end AND (until IS NULL OR until > :start)
),
young AS (
    SELECT k."case", k.person, b.wedlock,
        (p.born IS NULL OR p.born > date(:end, '-18 years') AND p.born <= :end)
        AND (coalesce(b.emancipated_on, (SELECT min(e.emancipated_on) FROM la_child e WHERE e.person = k.person))
             > :end) IS NOT FALSE AS minor
    FROM kid k LEFT JOIN person p ON p.number = k.person
        LEFT JOIN ivd_birth b ON b.person = k.person AND b.standing
    WHERE k.there
),
needs AS (
    SELECT y."case",
        max(y.minor AND o.person IS NULL) AS lacks,
        max(y.minor AND r.person IS NULL AND coalesce(y.wedlock, '') <> 'in') AS paternity,
        min(i.person IS NOT NULL) AS insured
    FROM young y LEFT JOIN covered o ON o."case" = y."case" AND o.person = y.person
        LEFT JOIN resolved r ON r.person = y.person
        LEFT JOIN insured_in_year i ON i."case" = y."case" AND i.person = y.person
    GROUP BY y."case"
),
sits AS (
    SELECT s."case", max(s.stage IN ('LOC', 'PAT')) AS elsewhere
    FROM ivd_stage s JOIN (
        SELECT "case", max(since) AS since FROM ivd_stage WHERE standing AND since <= :end GROUP BY "case"
    ) n ON n."case" = s."case" AND n.since = s.since
    WHERE s.standing GROUP BY s."case"
),
requests AS (
    SELECT "case",
        max(direction = 'out' AND kind = 'state' AND at_end) AS sent_state,
        max(direction = 'in' AND ffp AND kind = 'state' AND at_end) AS received_state,
        max(direction = 'out' AND kind = 'tribe' AND at_end) AS sent_tribe,
        max(direction = 'in' AND ffp AND kind = 'tribe' AND at_end) AS received_tribe,
        max(direction = 'out' AND kind = 'nation' AND at_end) AS sent_nation,
        max(direction = 'in' AND ffp AND kind = 'nation' AND at_end) AS received_nation,
        max(direction = 'in' AND ffp AND kind = 'state' AND in_year) AS received_year,
        max(direction = 'out' AND kind = 'state' AND made) AS made_out,
        max(direction = 'in' AND ffp AND kind = 'state' AND made) AS made_in,
        max(direction = 'out' AND made) AS made_out_any,
        max(direction = 'in' AND ffp AND made) AS made_in_any,
        max(direction = 'out' AND at_end) AS sent_any,
        max(direction = 'in' AND ffp AND at_end) AS received_any,
        max(direction = 'in' AND purpose = 'case' AND in_year) AS asked,
        max(direction = 'in' AND purpose = 'case' AND in_year AND ffp) AS qualifies,
        sum(direction = 'out' AND kind = 'state' AND made) AS sent,
        sum(direction = 'in' AND ffp AND kind = 'state' AND made) AS received
    FROM (
        SELECT "case", direction, kind, ffp, purpose, made_on BETWEEN :start AND :end AS made,
            made_on <= :end AND (closed_on IS NULL OR closed_on >= :end) AND purpose = 'case' AS at_end,
            made_on <= :end AND (closed_on IS NULL OR closed_on >= :start) AS in_year
        FROM ivd_interstate WHERE standing
    ) GROUP BY "case"
),
medicals AS (
    SELECT "case",
        max(ends_on IS NULL OR ends_on >= :end) AS medical,
        max(what = 'insurance' AND (ends_on IS NULL OR ends_on >= :end)) AS insurance,
        max(what = 'insurance' AND (ends_on IS NULL OR ends_on >= :end) AND NOT viable) AS unavailable,
        max(what = 'cash') AS cash
    FROM ivd_medical WHERE standing AND filed_on <= :end AND entered_on <= :end GROUP BY "case"
),
provided AS (
    SELECT "case", max(insured) AS insured FROM (
        SELECT m."case", min(EXISTS (
            SELECT 1 FROM ivd_cover c
            WHERE c."case" = m."case" AND c.standing AND c.person = k.person AND c."by" = m.ordered_of
                AND c.since <= :end AND (c.until IS NULL OR c.until > :end))) AS insured
        FROM ivd_medical m JOIN kid k ON k."case" = m."case" AND (m.person IS NULL OR m.person = k.person)
        WHERE m.standing AND m.what = 'insurance' AND m.filed_on <= :end AND m.entered_on <= :end
            AND (m.ends_on IS NULL OR m.ends_on >= :end) AND k.there
        GROUP BY m."case", m.person, m.ordered_of, m.filed_on
    ) GROUP BY "case"
),
paid AS MATERIALIZED (
    SELECT *, arrears_any - arrears_second AS arrears, owed_any - owed_second AS owed,
        arrears_any - arrears_second - kept AS to_family
    FROM (
        SELECT "case",
            total(cents) FILTER (WHERE kind = 'due' AND month BETWEEN :start AND :last_month AND NOT second
                AND source NOT IN ('fee', 'interest', 'judgment')) AS due,
            total(cents) FILTER (WHERE source = 'voluntary' AND kind = 'current' AND NOT second
                AND counted_on BETWEEN :start AND :end) AS voluntary,
            total(cents) FILTER (WHERE kind = 'current' AND NOT second
                AND source NOT IN ('direct', 'fee', 'reapplied')
                AND CASE WHEN source = 'voluntary' THEN counted_on BETWEEN :start AND :end
                    ELSE month <= :last_month AND counted_on <= :end AND (month >= :start OR counted_on >= :start)
                    END) AS current,
            total(CASE WHEN kind = 'due' THEN cents ELSE -cents END)
                FILTER (WHERE "on" <= :end AND CASE kind
                    WHEN 'due' THEN source NOT IN ('fee', 'interest')
                    WHEN 'arrears' THEN source NOT IN ('voluntary', 'fee')
                    ELSE month <= :last_month AND source NOT IN ('voluntary', 'fee') END) AS owed_any,
            total(CASE WHEN kind = 'due' THEN cents ELSE -cents END)
                FILTER (WHERE second AND "on" <= :end AND CASE kind
                    WHEN 'due' THEN source NOT IN ('fee', 'interest')
                    WHEN 'arrears' THEN source NOT IN ('voluntary', 'fee')
                    ELSE month <= :last_month AND source NOT IN ('voluntary', 'fee') END) AS owed_second,
            total(CASE WHEN kind = 'due' THEN cents ELSE -cents END)
                FILTER (WHERE "on" < :start AND CASE kind
                    WHEN 'due' THEN source NOT IN ('fee', 'interest')
                    WHEN 'arrears' THEN source NOT IN ('voluntary', 'fee')
                    ELSE month < :start AND source NOT IN ('voluntary', 'fee') END) AS owed_before,
            total(cents) FILTER (WHERE on_arrears) AS arrears_any,
            total(cents) FILTER (WHERE second AND on_arrears) AS arrears_second,
            total(cents) FILTER (WHERE share = 'state' AND NOT second AND on_arrears) AS kept,
            total(cents) FILTER (WHERE kind <> 'due' AND NOT second AND "on" BETWEEN :start AND :end
                AND source NOT IN ('direct', 'fee', 'reapplied')) AS collected
        FROM (
            SELECT *, kind = 'arrears' AND source NOT IN ('direct', 'fee') AND CASE
                WHEN cents > 0 THEN counted_on BETWEEN :start AND :end
                ELSE written_on BETWEEN :start AND :end END AS on_arrears
            FROM (
                SELECT *, CASE WHEN share = 'family' AND cents > 0 THEN paid_on ELSE "on" END AS counted_on
                FROM ivd_money WHERE standing AND written_on <= :end
            )
        ) GROUP BY "case"
    )
),
kept AS (
    SELECT DISTINCT s."case", s.month, s."on" FROM ivd_money s
    WHERE s."case" IN (SELECT "case" FROM paid WHERE kept > 0 AND to_family <= 0)
        AND s.standing AND s.kind = 'arrears' AND s.share = 'state' AND s.cents > 0 AND NOT s.second
        AND s.source NOT IN ('direct', 'fee') AND s."on" BETWEEN :start AND :end AND s.written_on <= :end
),
kept_rightly AS (
    SELECT k."case", min((
        SELECT coalesce(sum(CASE
            WHEN f.kind = 'due' THEN
                CASE WHEN f.month < k.month AND f.source NOT IN ('fee', 'interest') THEN f.cents ELSE 0 END
            WHEN f."on" <= k."on" AND (f.kind = 'arrears' OR f.month < k.month)
                AND f.source NOT IN ('voluntary', 'fee') THEN -f.cents
            ELSE 0 END), 0)
        FROM ivd_money f
        WHERE f."case" = k."case" AND f.standing AND f.share <> 'state' AND f.written_on <= :end)) AS owed
    FROM kept k GROUP BY k."case"
),
standing AS (
    SELECT o."case", 'noncoop' AS kind, CASE WHEN o.kind = 'reported' THEN 'N' ELSE 'C' END AS code, o.ground,
        CASE WHEN o.kind = 'reported' THEN coalesce(o.failed_on, o.entered_on) ELSE o.entered_on END AS "on",
        o.entered_on, o.seq, b.asof
    FROM la_cooperation o JOIN base b ON b."case" = o."case"
    WHERE o.standing AND +o.kind IN ('reported', 'cooperating')
        AND coalesce(o.failed_on, o.entered_on) >= coalesce(b.payee_since, '')
    UNION ALL
    SELECT g."case", 'goodcause', g.standing, g.reason, g."on", g.received_on, g.seq, b.asof
    FROM la_good_cause g JOIN base b ON b."case" = g."case"
    WHERE g.standing <> '' AND g."on" >= coalesce(b.payee_since, '')
),
stood AS MATERIALIZED (SELECT * FROM standing WHERE entered_on <= :end AND "on" <= :end),
said AS (
    SELECT n.*, max(y.kind = 'noncoop' AND y.code = 'C') AS taken_back,
        min(CASE WHEN y.kind = 'noncoop' AND y.code = 'C' OR y.kind = 'goodcause' AND y.code IN ('ended', 'denied')
            THEN y."on" END) AS over_on
    FROM stood n LEFT JOIN stood y ON y."case" = n."case"
        AND (y.entered_on > n.entered_on OR y.entered_on = n.entered_on AND y.seq > n.seq)
    GROUP BY n."case", n.kind, n.code, n.ground, n."on", n.entered_on, n.seq
),
cooperation AS (
    SELECT "case",
        max(kind = 'noncoop' AND code = 'N' AND taken_back IS NOT TRUE
            AND ground IN (SELECT value FROM json_each(:grounds))) AS locating,
        max(kind = 'noncoop' AND code = 'N' AND taken_back IS NOT TRUE) AS refuses,
        max(kind = 'noncoop' AND code = 'N' AND taken_back IS NOT TRUE AND ground = '') AS unsaid,
        max(kind = 'goodcause' AND code = 'determined' AND (over_on IS NULL OR over_on > :start)) AS good_year,
        max(kind = 'goodcause' AND code = 'determined' AND (over_on IS NULL OR over_on > asof) AND "on" <= asof)
            AS good_now
    FROM said GROUP BY "case"
)
SELECT b."case", b.opened,
    coalesce(a.current, 0) AS "current",
    coalesce(a.former AND NOT a.current, 0) AS "former",
    coalesce(a.tanf, 0) AS "TANF",
    b.open_end AS "open at the end",
    b.open_year AS "open in the year",
    coalesce(j.since <= b.asof AND (j.until IS NULL OR j.until > b.asof), 0) AS "no jurisdiction",
    coalesce(u.counts_with <> '', 0) AS "counted with another",
    coalesce(q.asked AND NOT q.qualifies, 0) AS "no qualifying request",
    coalesce(q.sent_state, 0) AS "sent to a state",
    coalesce(q.received_state, 0) AS "received from a state",
    coalesce(q.sent_tribe, 0) AS "sent to a tribe",
    coalesce(q.received_tribe, 0) AS "received from a tribe",
    coalesce(q.sent_nation, 0) AS "sent to a nation",
    coalesce(q.received_nation, 0) AS "received from a nation",
    coalesce(a.medicaid, 0) AS "Medicaid",
    coalesce(o.any_order, 0) AS "order",
    coalesce(o.cash, 0) OR coalesce(m.cash, 0) AS "cash",
    coalesce(p.owed_any > 0, 0) AND NOT coalesce(o.current_cash, 0) AS "arrears only",
    coalesce(s.elsewhere, b.parent IS NULL OR coalesce(n.paternity, 0)) AS "sits elsewhere",
    coalesce(n.lacks, 0) AND NOT coalesce(o.all_children, 0) AS "child without order",
    l."case" IS NOT NULL AS "left TANF with a collection",
    coalesce(e.filed_on >= b.opened, 0) AS "order established",
    coalesce(p.collected > 0, 0) AS "collection",
    coalesce(q.received_year, 0) AS "received in the year",
    coalesce(q.made_out, 0) AS "newly sent to a state",
    coalesce(q.made_in, 0) AS "newly received from a state",
    coalesce(q.made_out_any, 0) AS "newly sent anywhere",
    coalesce(q.made_in_any, 0) AS "newly received from anywhere",
    coalesce(q.sent_any, 0) AS "sent anywhere",
    coalesce(q.received_any, 0) AS "received from anywhere",
    coalesce(m.medical, 0) AS "medical ordered",
    coalesce(m.insurance, 0) AS "insurance ordered",
    coalesce(m.unavailable, 0) AS "insurance not available",
    coalesce(v.insured, 0) AS "insurance provided",
    coalesce(n.insured, 0) AS "medical provided",
    coalesce(p.owed_any > 0 OR p.owed_before > 0 OR p.arrears_any > 0, 0) AS "arrears due",
    coalesce(p.to_family > 0 OR p.kept > 0 AND k.owed <= 0, 0) AS "paid on arrears",
    coalesce(p.kept > 0 AND p.to_family <= 0 AND (k.owed IS NULL OR k.owed > 0), 0) AS "arrears only kept",
    coalesce(c.locating, 0) AS "noncooperation in locating",
    coalesce(c.refuses, 0) AS "noncooperation",
    coalesce(c.unsaid, 0) AS "noncooperation without a ground",
    coalesce(c.good_year, 0) AS "good cause determined",
    coalesce(c.good_now, 0) AS "good cause at the end",
    coalesce(p.due, 0) AS amount_due,
    coalesce(p.voluntary, 0) AS amount_voluntary,
    coalesce(p.current, 0) AS amount_current,
    coalesce(max(p.owed, 0), 0) AS amount_owed,
    coalesce(p.arrears, 0) AS amount_arrears,
    coalesce(p.collected, 0) AS amount_collected,
    coalesce(q.sent, 0) AS amount_sent,
    coalesce(q.received, 0) AS amount_received
FROM base b
    LEFT JOIN ivd_jurisdiction j ON j."case" = b."case" AND j.standing AND j.since = (
        SELECT max(i.since) FROM ivd_jurisdiction i WHERE i."case" = b."case" AND i.standing)
    LEFT JOIN ivd_putative u ON u."case" = b."case" AND u.standing
    LEFT JOIN assisted a ON a."case" = b."case"
    LEFT JOIN left_tanf l ON l."case" = b."case"
    LEFT JOIN orders o ON o."case" = b."case"
    LEFT JOIN established e ON e."case" = b."case"
    LEFT JOIN needs n ON n."case" = b."case"
    LEFT JOIN sits s ON s."case" = b."case"
    LEFT JOIN requests q ON q."case" = b."case"
    LEFT JOIN medicals m ON m."case" = b."case"
    LEFT JOIN provided v ON v."case" = b."case"
    LEFT JOIN paid p ON p."case" = b."case"
    LEFT JOIN kept_rightly k ON k."case" = b."case"
    LEFT JOIN cooperation c ON c."case" = b."case"
