-- The facts of the children on those cases: one row a child, one column a fact.
CREATE TEMP TABLE child_facts AS
WITH
child AS (
    SELECT "case", person, added_on AS since, NULL AS until FROM la_child WHERE added_on <= :end
    UNION ALL
    SELECT "case", person, since, until FROM ivd_child WHERE standing AND since <= :end
),
father AS MATERIALIZED (
    SELECT person, min(CASE WHEN how IN ('order', 'acknowledged', 'hospital', 'certificate') THEN "on" END) AS first
    FROM ivd_paternity WHERE standing AND "on" <= :end AND entered_on <= :due GROUP BY person
),
placed AS (
    SELECT ch.person, f.person AS resolved, f.first, c.opened, c.current, c.former,
        NOT c."good cause at the end" AS free,
        NOT c."no jurisdiction" AND NOT c."no qualifying request" AND c."open at the end" AS line1,
        NOT c."no jurisdiction" AND NOT c."no qualifying request" AND c."open in the year" AS open_year,
        ch.until IS NULL OR ch.until > :end AS at_end,
        ch.until IS NULL OR ch.until > :start AS in_year
    FROM child ch CROSS JOIN case_facts c ON c."case" = ch."case" LEFT JOIN father f ON f.person = ch.person
),
on_cases AS MATERIALIZED (
    SELECT person, min(resolved) AS resolved, min(first) AS first,
        max(line1 AND at_end) AS line1, max(line1 AND in_year) AS line1_year,
        max(open_year AND in_year) AS open_year,
        max(line1 AND at_end AND free) AS free_line1, max(line1 AND in_year AND free) AS free_line1_year,
        max(open_year AND in_year AND free) AS free_year,
        max(open_year AND in_year AND first BETWEEN :start AND :end AND first >= opened) AS new,
        coalesce(
            max(CASE WHEN line1 AND at_end THEN 2 * current + former END),
            max(CASE WHEN open_year AND in_year THEN 2 * current + former END),
            max(2 * current + former)) AS status
    FROM placed GROUP BY person
),
insured AS MATERIALIZED (
    SELECT DISTINCT person FROM ivd_cover
    WHERE standing AND "by" <> 'medicaid' AND since <= :end AND (until IS NULL OR until > :end)
),
born AS MATERIALIZED (
    SELECT o.*, coalesce(b.wedlock, '') AS wedlock, b.parent_died_on <= :end AS death,
        (p.born IS NULL OR p.born >= date(:start, '-18 years') AND p.born <= :end)
        AND (coalesce(b.emancipated_on, (SELECT min(e.emancipated_on) FROM la_child e WHERE e.person = o.person))
             >= :start) IS NOT FALSE AS young,
        EXISTS (SELECT 1 FROM ivd_assistance a
            WHERE a.person = o.person AND a.standing AND a.program = 'MED' AND a.begins <= :end
                AND (a.ends IS NULL OR a.ends >= :end)) AS medicaid,
        i.person IS NOT NULL AS insured
    FROM on_cases o LEFT JOIN person p ON p.number = o.person
        LEFT JOIN ivd_birth b ON b.person = o.person AND b.standing
        LEFT JOIN insured i ON i.person = o.person
)
SELECT
    status = 2 AS "current",
    status = 1 AS "former",
    line1 AS "on a case of line 1",
    line1_year AS "in the year on a case of line 1",
    open_year AS "on a case of the year",
    young AS "young enough",
    wedlock = 'out' AS "born out of wedlock",
    first IS NOT NULL AS "paternity established",
    resolved IS NOT NULL OR wedlock = 'in' AS "paternity resolved",
    coalesce(death AND resolved IS NULL AND wedlock <> 'in', 0) AS "fatherless",
    free_line1 AS "without good cause, at the end",
    free_line1_year AS "without good cause, in the year at the end",
    free_year AS "without good cause, in the year",
    coalesce(new, 0) AS "established in the year",
    medicaid AS "Medicaid",
    insured AS "covered",
    insured OR medicaid AS "any coverage"
FROM born
