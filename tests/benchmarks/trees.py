"""Elements as plain values, and a bare tree of lxml made of them: what building XML costs at least."""

from __future__ import annotations

from lxml import etree

Tree = tuple[str, dict[str, str], str | None, list["Tree"]]
"""(tag, attributes, text, children)"""


def flat(element: etree._Element) -> Tree:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    return str(element.tag), attributes, element.text, [flat(child) for child in element]


def grown(tree: Tree, parent: etree._Element | None = None) -> etree._Element:
    tag, attributes, text, children = tree
    element = etree.Element(tag, attributes) if parent is None else etree.SubElement(parent, tag, attributes)
    element.text = text
    for child in children:
        grown(child, element)
    return element
