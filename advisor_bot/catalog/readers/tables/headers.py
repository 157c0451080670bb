"""What columns are called in English, German, Spanish and French, for each target the clearest name first.

A leading "course", "program" … is left away before a header is compared with them."""

_NAMES = """
title: title, course title, course name, program name, programme name, credential name,
    certification name, credential, certification, micro credential, qualification, kurstitel,
    kursname, kursbezeichnung, titel, bezeichnung, nombre del curso, título, titulo, titre,
    intitulé, course, program, programme, training, kurs, seminar, lehrgang, weiterbildung,
    schulung, curso, programa, formation, name, nombre, nom
provider: provider, provider name, training provider, partner, issuer, issued by, issuing
    organization, issuing organisation, awarding body, university, institution, organization,
    organisation, school, vendor, offered by, anbieter, bildungsanbieter, kursanbieter,
    bildungsträger, träger, veranstalter, hochschule, universität, institut, herausgeber, proveedor,
    universidad, institución, institucion, organización, entidad, emisor, fournisseur, organisme,
    université, établissement, company, publisher
description: description, summary, about, overview, short description, beschreibung,
    kursbeschreibung, kurzbeschreibung, inhalt, inhalte, descripción, descripcion, resumen, résumé
url: url, link, web page, webpage, website, web address, address url, homepage, page, kurslink,
    internetadresse, enlace, página web, pagina web, lien, href
identifier: identifier, id, code, number, course code, course id, ctid, kursnummer, kursnr, kurs nr,
    nummer, nr, kennung, código, codigo, identifiant, sku
skills: skills, skill, skills gained, skills covered, skills you will gain, competencies,
    competences, kompetenzen, fähigkeiten, fertigkeiten, kenntnisse, habilidades, competencias,
    destrezas, compétences, tags, topics
level: level, difficulty, difficulty level, niveau, schwierigkeitsgrad, schwierigkeit, kursniveau,
    stufe, nivel, dificultad, difficulté, experience level, skill level
credential_type: credential type, certificate type, certificatetype, type of credential, type of
    certificate, achievement type, abschluss, abschlussart, zertifikatstyp, art des abschlusses,
    tipo de certificado, tipo de credencial, type de certificat, credencial, certificate,
    certificado, zertifikat, type, typ, tipo
workload: workload, duration, length, time, time commitment, time to complete, estimated duration,
    effort, hours, weeks, months, dauer, kursdauer, umfang, zeitaufwand, arbeitsaufwand, stunden,
    wochen, monate, duración, duracion, carga horaria, horas, semanas, meses, durée, heures,
    semaines
cost: cost, costs, price, fee, fees, tuition, tuition fee, total cost, list price, preis, kosten,
    gebühr, gebühren, kursgebühr, teilnahmegebühr, precio, costo, coste, importe, prix, coût, tarif
currency: currency, currency code, price currency, währung, moneda, divisa, devise, monnaie
language: language, languages, language of instruction, sprache, sprachen, kurssprache,
    unterrichtssprache, idioma, idiomas, lengua, langue, in language
country: country, provider country, country code, land, país, pais, pays
assessment: assessment, assessments, assessment type, assessment method, assessment methods, exam,
    examination, prüfung, prüfungsart, prüfungsform, leistungsnachweis, evaluación, evaluacion,
    examen, évaluation
proctoring: proctoring, proctored, supervised, supervision, proctored exam, exam supervision,
    beaufsichtigt, prüfungsaufsicht, supervisado, surveillance
participation: participation, mode, mode of delivery, delivery, delivery mode, delivery method,
    delivery type, format, learning format, study mode, modality, participation mode, durchführung,
    durchführungsform, lernform, kursformat, veranstaltungsform, modalidad, modalité
prerequisites: prerequisites, prerequisite, requirements, entry requirements, admission
    requirements, voraussetzungen, teilnahmevoraussetzungen, zugangsvoraussetzungen, vorkenntnisse,
    requisitos, prerrequisitos, requisitos previos, prérequis, pré requis
learning_outcomes: learning outcomes, learning outcome, outcomes, learning objectives, objectives,
    what you will learn, lernziele, lernergebnisse, kursziele, resultados de aprendizaje, objetivos,
    objectifs
accreditation: accreditation, accredited by, accreditor, accrediting body, akkreditierung,
    akkreditiert durch, acreditación, acreditacion, accréditation
credit: credit, credits, credit points, ects, ects points, ects credits, ceu, ceus, cpd, cpd hours,
    crediteligibility, credit eligibility, credit eligible, leistungspunkte, ects punkte,
    kreditpunkte, créditos, creditos, crédits
validity: validity, valid for, validity period, expiry, expires after, gültigkeit, gültigkeitsdauer,
    vigencia, validez, validité
stackable_into: stackable into, stacks into, counts toward, counts towards, part of, pathway,
    anrechenbar auf
start: start, start date, starts, starts on, next start, begin, beginn, startdatum, starttermin,
    kursbeginn, inicio, fecha de inicio, date de début, début
last_reviewed: last reviewed, last updated, updated, reviewed, last review, review date, stand,
    zuletzt aktualisiert, aktualisiert am, última actualización, mise à jour
aliases: aliases, alias, also known as, other names, alternative title, short title, abbreviation,
    kurztitel, abkürzung, acronym
offered_on: offered on, platform, plattform, plataforma, plateforme, learning platform, hosted on
"""


def _parsed(block: str) -> dict[str, dict[str, int]]:
    entries = (line.split(":") for line in block.strip().replace("\n    ", " ").splitlines())
    return {
        target: {name.strip(): rank for rank, name in enumerate(names.split(","))}
        for target, names in entries
    }


RANKS = _parsed(_NAMES)
"""For each target, how clearly each name of a column means it; the lower the clearer."""
KNOWN = frozenset(name for names in RANKS.values() for name in names)
