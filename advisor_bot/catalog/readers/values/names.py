"""Names and codes of languages and countries → the codes of ISO 639-1 and ISO 3166-1 alpha-2."""

import re
import unicodedata

# The usual English names, as in the time zone database's iso3166.tab (public domain).
_COUNTRIES = """
AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua & Barbuda; AI Anguilla; AL Albania;
AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS Samoa (American); AT Austria; AU Australia;
AW Aruba; AX Åland Islands; AZ Azerbaijan; BA Bosnia & Herzegovina; BB Barbados; BD Bangladesh; BE
Belgium; BF Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; BL St Barthelemy; BM
Bermuda; BN Brunei; BO Bolivia; BQ Caribbean NL; BR Brazil; BS Bahamas; BT Bhutan; BV Bouvet Island;
BW Botswana; BY Belarus; BZ Belize; CA Canada; CC Cocos (Keeling) Islands; CD Congo (Dem. Rep.); CF
Central African Rep.; CG Congo (Rep.); CH Switzerland; CI Côte d'Ivoire; CK Cook Islands; CL Chile;
CM Cameroon; CN China; CO Colombia; CR Costa Rica; CU Cuba; CV Cape Verde; CW Curaçao; CX Christmas
Island; CY Cyprus; CZ Czech Republic; DE Germany; DJ Djibouti; DK Denmark; DM Dominica; DO Dominican
Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara; ER Eritrea; ES Spain; ET
Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands; FR France; GA
Gabon; GB Britain (UK); GD Grenada; GE Georgia; GF French Guiana; GG Guernsey; GH Ghana; GI
Gibraltar; GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece; GS
South Georgia & the South Sandwich Islands; GT Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana; HK
Hong Kong; HM Heard Island & McDonald Islands; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID
Indonesia; IE Ireland; IL Israel; IM Isle of Man; IN India; IO British Indian Ocean Territory; IQ
Iraq; IR Iran; IS Iceland; IT Italy; JE Jersey; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG
Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros; KN St Kitts & Nevis; KP Korea (North); KR Korea
(South); KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos; LB Lebanon; LC St Lucia; LI
Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg; LV Latvia; LY
Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF St Martin (French); MG Madagascar; MH
Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar (Burma); MN Mongolia; MO Macau; MP
Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV
Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger;
NF Norfolk Island; NG Nigeria; NI Nicaragua; NL Netherlands; NO Norway; NP Nepal; NR Nauru; NU Niue;
NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; PH
Philippines; PK Pakistan; PL Poland; PM St Pierre & Miquelon; PN Pitcairn; PR Puerto Rico; PS
Palestine; PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania; RS Serbia; RU
Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; SG
Singapore; SH St Helena; SI Slovenia; SJ Svalbard & Jan Mayen; SK Slovakia; SL Sierra Leone; SM San
Marino; SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST Sao Tome & Principe; SV El Salvador;
SX St Maarten (Dutch); SY Syria; SZ Eswatini (Swaziland); TC Turks & Caicos Is; TD Chad; TF French
S. Terr.; TG Togo; TH Thailand; TJ Tajikistan; TK Tokelau; TL East Timor; TM Turkmenistan; TN
Tunisia; TO Tonga; TR Turkey; TT Trinidad & Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine;
UG Uganda; UM US minor outlying islands; US United States; UY Uruguay; UZ Uzbekistan; VA Vatican
City; VC St Vincent; VE Venezuela; VG Virgin Islands (UK); VI Virgin Islands (US); VN Vietnam; VU
Vanuatu; WF Wallis & Futuna; WS Samoa (western); YE Yemen; YT Mayotte; ZA South Africa; ZM Zambia;
ZW Zimbabwe
"""
_ALSO_COUNTRIES = """
AE UAE; AT Österreich; AT AUT; AU AUS; BA Bosnia and Herzegovina; BE België; BE Belgique; BE
Belgien; BE BEL; BN Brunei Darussalam; BO Plurinational State of Bolivia; BR Brasil; BR BRA; CA CAN;
CD Democratic Republic of the Congo; CD DR Congo; CG Republic of the Congo; CH Schweiz; CH Suisse;
CH Svizzera; CH CHE; CI Ivory Coast; CN People's Republic of China; CN CHN; CZ Czechia; CZ Česko; CZ
CZE; DE Deutschland; DE Alemania; DE DEU; DE Federal Republic of Germany; DK Danmark; DK DNK; EE
Eesti; ES España; ES Spanien; ES ESP; FI Suomi; FI FIN; FR Frankreich; FR Francia; FR FRA; GB United
Kingdom; GB UK; GB Great Britain; GB England; GB Scotland; GB Wales; GB Northern Ireland; GB
Vereinigtes Königreich; GB Reino Unido; GB GBR; GB United Kingdom of Great Britain and Northern
Ireland; HK Hong Kong SAR; HR Hrvatska; HU Magyarország; IE Republic of Ireland; IE IRL; IN IND; IR
Islamic Republic of Iran; IT Italia; IT Italien; IT ITA; JP JPN; KR South Korea; KR Republic of
Korea; KR KOR; LA Lao PDR; MD Republic of Moldova; MX México; MX MEX; MK Macedonia; MM Burma; NL
Holland; NL Nederland; NL Niederlande; NL Países Bajos; NL NLD; NL Kingdom of the Netherlands; NO
Norge; NO NOR; NZ NZL; NZ Aotearoa New Zealand; PH The Philippines; PL Polska; PL Polen; PL POL; PT
PRT; RU Russian Federation; SE Sverige; SE SWE; SG SGP; SK Slovak Republic; SZ Swaziland; TR
Türkiye; TW Taiwan, Province of China; TZ United Republic of Tanzania; US United States of America;
US USA; US U.S.; US U.S.A.; US Estados Unidos; US Vereinigte Staaten; VA Vatican; VE Bolivarian
Republic of Venezuela; VN Viet Nam; ZA ZAF
"""
# ISO 639-1 code, then ISO 639-2 codes, the English name and names in other languages.
_LANGUAGES = """
aa aar Afar; ab abk Abkhazian; af afr Afrikaans; am amh Amharic; ar ara Arabic Arabisch Árabe
العربية; as asm Assamese; az aze Azerbaijani; be bel Belarusian; bg bul Bulgarian Български; bn ben
Bengali Bangla; bo bod tib Tibetan; bs bos Bosnian; ca cat Catalan Català; cs ces cze Czech Čeština
Tschechisch; cy cym wel Welsh Cymraeg; da dan Danish Dansk Dänisch; de deu ger German Deutsch Alemán
Allemand Duits; el ell gre Greek Ελληνικά; en eng English Englisch Inglés Anglais Engels Inglese
Inglês; eo epo Esperanto; es spa Spanish Español Spanisch Espagnol Spaans Castellano; et est
Estonian Eesti; eu eus baq Basque Euskara; fa fas per Persian Farsi; fi fin Finnish Suomi; fo fao
Faroese; fr fra fre French Français Französisch Francés Frans Francese; fy fry Frisian; ga gle Irish
Gaeilge; gd gla Gaelic; gl glg Galician Galego; gu guj Gujarati; ha hau Hausa; he heb Hebrew עברית;
hi hin Hindi हिन्दी; hr hrv Croatian Hrvatski; ht hat Haitian; hu hun Hungarian Magyar; hy hye arm
Armenian; id ind Indonesian; ig ibo Igbo; is isl ice Icelandic; it ita Italian Italiano Italienisch
Italien; ja jpn Japanese Japanisch Japonés Japonais 日本語; ka kat geo Georgian; kk kaz Kazakh; km khm
Khmer; kn kan Kannada; ko kor Korean Koreanisch 한국어; ku kur Kurdish; ky kir Kyrgyz; la lat Latin; lb
ltz lux Luxembourgish; lo lao Lao; lt lit Lithuanian; lv lav Latvian; mg mlg Malagasy; mi mri mao
Maori Māori; mk mkd mac Macedonian; ml mal Malayalam; mn mon Mongolian; mr mar Marathi; ms msa may
Malay; mt mlt Maltese; my mya bur Burmese; ne nep Nepali; nl nld dut Dutch Nederlands Niederländisch
Neerlandés Néerlandais Flemish; no nor nb nob nn nno Norwegian Norsk Bokmål Nynorsk; or ori Odia
Oriya; pa pan Punjabi; pl pol Polish Polski Polnisch; ps pus Pashto; pt por Portuguese Português
Portugiesisch Portugués; rm roh Romansh; ro ron rum Romanian Română; ru rus Russian Русский Russisch
Ruso; rw kin Kinyarwanda; sa san Sanskrit; sd snd Sindhi; si sin Sinhala; sk slk slo Slovak
Slovenčina; sl slv Slovenian Slovene; so som Somali; sq sqi alb Albanian; sr srp Serbian; st sot
Sotho; su sun Sundanese; sv swe Swedish Svenska Schwedisch; sw swa Swahili; ta tam Tamil; te tel
Telugu; tg tgk Tajik; th tha Thai ไทย; tk tuk Turkmen; tl tgl Tagalog Filipino; tr tur Turkish
Türkçe Türkisch; tt tat Tatar; uk ukr Ukrainian Українська; ur urd Urdu; uz uzb Uzbek; vi vie
Vietnamese; wo wol Wolof; xh xho Xhosa; yi yid Yiddish; yo yor Yoruba; zh zho chi Chinese Chinesisch
Mandarin 中文; zu zul Zulu
"""


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").casefold())
    letters = "".join(" " if not letter.isalnum() else letter for letter in plain)
    return " ".join(letters.split())


def _entries(block: str) -> list[list[str]]:
    return [entry.split() for entry in " ".join(block.split()).split(";")]


_LANGUAGE_BY_NAME = {
    _key(name): code for code, *names in _entries(_LANGUAGES) for name in (code, *names)
}
_COUNTRY_BY_NAME = {
    _key(" ".join(name)): code for code, *name in _entries(_COUNTRIES + ";" + _ALSO_COUNTRIES)
}
_COUNTRY_CODES = frozenset(_COUNTRY_BY_NAME.values())
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$|,?\s+(?:language|only)$", re.IGNORECASE)


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of one language, named ("English", "Deutsch") or tagged ("en-US", BCP 47)."""
    text = text.strip()
    if not 2 <= len(text) <= 40:
        return None
    if tag := _TAG.fullmatch(text):
        text = tag.group(1)
    return _LANGUAGE_BY_NAME.get(_key(text)) or _LANGUAGE_BY_NAME.get(
        _key(_QUALIFIER.sub("", text))
    )


def country_of(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of one country, by its code or its name."""
    text = text.strip()
    if not 2 <= len(text) <= 60:
        return None
    if text.upper() in _COUNTRY_CODES:
        return text.upper()
    name = _key(text)
    return _COUNTRY_BY_NAME.get(name) or _COUNTRY_BY_NAME.get(name.removeprefix("the "))
