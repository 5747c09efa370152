"""StreamField blocks: prose, and nothing that must be filtered, sorted or counted."""

import json

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

PROSE_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript"]


class HeadingBlock(blocks.CharBlock):
    """A section heading (h2)."""

    class Meta:
        icon = "title"
        label = "Intertitre"
        template = "blocks/heading.html"
        preview_value = "Un écosystème rural"
        description = "Le titre d’une partie de la page."


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = "Texte"
        template = "blocks/paragraph.html"
        preview_value = "<p>Une journée pour <b>débattre</b>, visiter et se rencontrer.</p>"
        description = "Un ou plusieurs paragraphes, avec listes et liens."


class FigureBlock(blocks.StructBlock):
    """An image with its alternative text, caption and credit."""

    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", required=False, max_length=250)

    class Meta:
        icon = "image"
        label = "Image"
        template = "blocks/figure.html"
        preview_template = "blocks/figure_preview.html"
        preview_value = {"caption": "La légende de l’image"}
        description = "Une image avec sa légende\u00a0; le crédit vient de l’image."


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Citation")
    author = blocks.CharBlock(label="Auteur", required=False, max_length=150)
    context = blocks.CharBlock(label="Fonction ou source", required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = "Parole"
        template = "blocks/quote.html"
        preview_value = {"text": "Une phrase entendue ce jour-là.", "author": "Nom", "context": "Fonction"}
        description = "Une phrase mise en avant, avec son auteur."


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    text = blocks.RichTextBlock(label="Texte", features=PROSE_FEATURES)

    class Meta:
        icon = "info-circle"
        label = "Encadré"
        template = "blocks/callout.html"
        preview_value = {"title": "À savoir", "text": "<p>L’accueil ouvre à 8\u00a0h\u00a030.</p>"}
        description = "Un point à ne pas manquer, encadré."


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Document")
    label = blocks.CharBlock(label="Intitulé", required=False, max_length=150)

    class Meta:
        icon = "download"
        label = "Document à télécharger"
        template = "blocks/download.html"
        preview_template = "blocks/download_preview.html"
        preview_value = {"label": "Le programme en PDF"}
        description = "Un document proposé au téléchargement, avec son poids."


class ProseBlock(blocks.StreamBlock):
    """The body of every page that has one."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=PROSE_FEATURES)
    figure = FigureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    download = DownloadBlock()

    class Meta:
        block_counts = {}
        preview_value = [("heading", "Un écosystème rural"), ("paragraph", "<p>Un paragraphe.</p>")]
        description = "Le corps de la page."


def wording(block, value):
    """What a reader is given of a block's value, to compare two versions of it.

    Left out is what editing alone changes: ids of blocks, keys of paragraphs, <em> or <i>, ends of lines.
    """
    if isinstance(block, blocks.StreamBlock):
        return [(child.block_type, wording(child.block, child.value)) for child in value]
    if isinstance(block, blocks.StructBlock):
        return {name: wording(child, value.get(name)) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.RichTextBlock):
        return rich_text_wording(value.source, block.field.widget)
    plain = block.get_prep_value(value)
    return "\n".join(plain.splitlines()) if isinstance(plain, str) else plain


def rich_text_wording(html, widget):
    """The same of a rich text: its paragraphs as the editor (``widget``) takes them, without their keys."""
    content = json.loads(widget.format_value(html))
    return [{**paragraph, "key": ""} for paragraph in content["blocks"]], content["entityMap"]
