"""Every carrier of DOMAIN.md 2.1 with its styles, what honest people send that looks most like it, and what other malware sends."""

from __future__ import annotations

from support.carriers import honest_documents as papers
from support.carriers import honest_files as files
from support.carriers import honest_tools as tools
from support.carriers import links, notebooks, others, padded, sheets, shortcuts, word
from support.carriers.mails import attaching, replying
from support.carriers.sample import Draw

EMOTET: dict[str, tuple[Draw, ...]] = {
    "2018 to 2020-01: document": (
        word.page_control, word.user_form, word.group_name, word.combo, word.cut_literals, word.page_text, word.shape,
        word.word_xml, word.web_archive, word.in_package, attaching(word.page_control), word.in_zip(word.user_form),
    ),
    "2018 to 2019: JavaScript in a zip": (links.javascript, attaching(links.javascript)),
    "2020-07 to 2021-01: document": (word.document_of_2020, attaching(word.document_of_2020)),
    "2020-09 to 2021-01: locked archive in a mail": (replying(word.document_of_2020),),
    "2021-11 and 12: package with macros": (
        word.document_of_2021, word.workbook_of_2021, replying(word.document_of_2021), word.in_zip(word.workbook_of_2021),
    ),
    "2021-12: AppX installer": (links.app_installer,),
    "2021-12 to 2022-02: workbook, mshta or scripts": (
        sheets.mshta, sheets.scripts, replying(sheets.mshta), attaching(sheets.scripts),
    ),
    "2022-02 to 07: workbook that downloads": (
        sheets.downloads, sheets.own_folder, sheets.written, replying(sheets.downloads),
    ),
    "2022-04 and 05: shortcut": (
        shortcuts.itself, shortcuts.in_base64, shortcuts.itself_as_document, replying(shortcuts.itself),
        replying(shortcuts.itself_as_document), attaching(shortcuts.in_base64),
    ),
    "2022-11: workbook for the templates": (sheets.templates, replying(sheets.templates)),
    "2023-03: padded document": (padded.small,),
    "2023-03: notebook": (
        notebooks.wsf, notebooks.vbs, notebooks.renamed, notebooks.from_the_web, notebooks.veiled, attaching(notebooks.wsf),
    ),
}  # fmt: skip

_WORD = (papers.template, papers.inventory, papers.report, papers.form, papers.plain, papers.filler)
_EXCEL = (papers.old_macros, papers.old_tools, papers.opener, papers.rates, tools.plug_in)

HONEST: dict[str, tuple[Draw, ...]] = {
    "2018 to 2020-01: document": (*_WORD, attaching(papers.template), files.brochure, tools.mailing_document, tools.generated_form),
    "2018 to 2019: JavaScript in a zip": (
        files.node_project, files.minified, files.logon, files.batch, files.web, tools.installing, tools.fetching_script,
        tools.service_script, tools.mirrors,
    ),
    "2020-07 to 2021-01: document": (
        papers.report, papers.form, papers.inventory, papers.template, files.attached, tools.generated_form,
    ),
    "2020-09 to 2021-01: locked archive in a mail": (
        files.locked_book, files.locked_macros, replying(papers.template), replying(papers.plain),
        replying(tools.self_extracting), attaching(tools.self_extracting),
    ),
    "2021-11 and 12: package with macros": (
        papers.opener, papers.rates, papers.in_archive, files.locked_macros, tools.updating_book, tools.starting_book,
    ),
    "2021-12: AppX installer": (files.app_installer, files.newsletter, files.web, files.brochure),
    "2021-12 to 2022-02: workbook, mshta or scripts": (*_EXCEL, replying(papers.old_macros)),
    "2022-02 to 07: workbook that downloads": (*_EXCEL, papers.in_archive),
    "2022-04 and 05: shortcut": (files.admin_link, files.document_link, replying(files.admin_link), tools.shortcuts),
    "2022-11: workbook for the templates": (papers.old_tools, papers.old_macros, replying(papers.old_tools), tools.plug_in),
    "2023-03: padded document": (papers.filler, papers.in_archive, papers.plain, tools.installer),
    "2023-03: notebook": (files.notebook, files.admin_notebook, attaching(files.notebook), tools.tips),
}  # fmt: skip

OTHERS: tuple[Draw, ...] = (
    others.one_address, others.trickbot, others.icedid, others.mirrors, others.qakbot_sheet, others.numbered_sheet,
    others.single_sheet, others.mshta_sheet, others.numbers_sheet, others.bumblebee, others.qakbot_link, others.powershell_link,
    others.icedid_notebook, others.padded_program, others.smuggled_disc, others.one_script, others.lent_builder,
)  # fmt: skip
