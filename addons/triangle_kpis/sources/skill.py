from odoo.tools import SQL

from .base import Measure, Source, register, yes

ONE = SQL("1::float8")
# Who has a skill: at the level asked for, valid on the day. Absent people count too.
HOLDERS = SQL(
    """hr_employee_skill x JOIN hr_skill_level xl ON xl.id = x.skill_level_id
       JOIN hr_employee e ON e.id = x.employee_id AND e.active AND e.company_id = k.company_id
       LEFT JOIN hr_version ev ON ev.id = e.current_version_id
      WHERE x.skill_id = k.skill_id AND xl.level_progress >= k.wanted
        AND COALESCE(x.valid_from, ctx.now::date) <= ctx.now::date
        AND COALESCE(x.valid_to, ctx.now::date) >= ctx.now::date""")
MEMBER = SQL("EXISTS (SELECT FROM backoffice_member m WHERE m.user_id = e.user_id AND m.active"
             " AND m.department_id = k.department_id)")


@register
class SkillCoverSource(Source):
    """Skills the request types of a department take, and whether they hang on one person.

    Covered: two people have it, confirmed by somebody else, one of them from elsewhere. Levels at
    the end of the day: the past cannot be told from skills as they are now.
    """

    name = "skill_cover"
    model = "backoffice.service.skill"
    tables = SQL(
        """(SELECT MIN(l.id) AS id, s.department_id, COALESCE(s.company_id, d.company_id) AS company_id, l.skill_id,
                   MAX(COALESCE(lv.level_progress, 0)) AS wanted, BOOL_OR(ty.is_certification) AS certificate
              FROM backoffice_service_skill l JOIN backoffice_service s ON s.id = l.service_id AND s.active
              JOIN hr_department d ON d.id = s.department_id JOIN hr_skill sk ON sk.id = l.skill_id
              JOIN hr_skill_type ty ON ty.id = sk.skill_type_id LEFT JOIN hr_skill_level lv ON lv.id = l.level_id
             GROUP BY 2, 3, 4) k""")
    id = SQL("k.id")
    company = SQL("k.company_id")
    dimensions = {"department_id": SQL("k.department_id")}
    measures = (
        Measure(
            "skill_cover", SQL("ctx.now"), kind="S", den=ONE,
            num=yes(SQL(
                "(SELECT COUNT(DISTINCT e.id) >= 2 AND COUNT(DISTINCT e.id) FILTER ("
                "WHERE ev.department_id IS DISTINCT FROM k.department_id AND NOT %s) >= 1"
                " FROM %s AND x.validated_by_id IS NOT NULL)", MEMBER, HOLDERS)),
        ),
        # A certificate a request type takes is asked of everybody in its department.
        Measure(
            "certificate_type", SQL("ctx.now"), kind="S", where=SQL("k.certificate"),
            num=SQL("(SELECT COUNT(DISTINCT e.id)::float8 FROM %s AND %s)", HOLDERS, MEMBER),
            den=SQL("(SELECT COUNT(DISTINCT m.user_id)::float8 FROM backoffice_member m WHERE m.active"
                    " AND m.department_id = k.department_id AND m.company_id = k.company_id)"),
        ),
    )


@register
class JobCertificateSource(Source):
    """Certificates a job takes: how many of the people who have the job hold them."""

    name = "job_certificate"
    model = "hr.job.skill"
    tables = SQL(
        """(SELECT l.id, l.skill_id, l.job_id, j.department_id, j.company_id, COALESCE(lv.level_progress, 0) AS wanted
              FROM hr_job_skill l JOIN hr_job j ON j.id = l.job_id AND j.active
              JOIN hr_skill_type ty ON ty.id = l.skill_type_id AND ty.is_certification
              LEFT JOIN hr_skill_level lv ON lv.id = l.skill_level_id) k""")
    id = SQL("k.id")
    company = SQL("k.company_id")
    dimensions = {"department_id": SQL("k.department_id")}
    measures = (
        Measure(
            "certificate_job", SQL("ctx.now"), kind="S",
            num=SQL("(SELECT COUNT(DISTINCT e.id)::float8 FROM %s AND ev.job_id = k.job_id)", HOLDERS),
            den=SQL("(SELECT COUNT(*)::float8 FROM hr_employee e JOIN hr_version ev ON ev.id = e.current_version_id"
                    " WHERE e.active AND ev.job_id = k.job_id AND e.company_id = k.company_id)"),
        ),
    )
