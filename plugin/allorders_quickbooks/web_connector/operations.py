"""The eleven operations of the Web Connector's service, and the WSDL text that describes them.

The order of the arguments and the names are those of the published service (Web Connector reference, section 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

NAMESPACE = "http://developer.intuit.com/"
SERVICE = "QBWebConnectorSvc"
WRAPPED = "ArrayOfString"


class Operation(NamedTuple):
    """Arguments by name with their schema types, in order, and the type of the result."""

    arguments: Mapping[str, str]
    result: str = "string"


def _strings(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "string")


OPERATIONS: Mapping[str, Operation] = {
    "serverVersion": Operation({}),
    "clientVersion": Operation(_strings("strVersion")),
    "authenticate": Operation(_strings("strUserName", "strPassword"), WRAPPED),
    "sendRequestXML": Operation(
        _strings("ticket", "strHCPResponse", "strCompanyFileName", "qbXMLCountry")
        | {"qbXMLMajorVers": "int", "qbXMLMinorVers": "int"}
    ),
    "receiveResponseXML": Operation(_strings("ticket", "response", "hresult", "message"), "int"),
    "connectionError": Operation(_strings("ticket", "hresult", "message")),
    "getLastError": Operation(_strings("ticket")),
    "closeConnection": Operation(_strings("ticket")),
    "getInteractiveURL": Operation(_strings("wcTicket", "sessionID")),
    "interactiveRejected": Operation(_strings("wcTicket", "reason")),
    "interactiveDone": Operation(_strings("wcTicket")),
}


def description(address: str) -> str:
    """The WSDL of the service at that address, document/literal wrapped."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="{NAMESPACE}"'
        ' xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:s="http://www.w3.org/2001/XMLSchema"'
        f' targetNamespace="{NAMESPACE}">\n'
        f"{''.join(_types())}{''.join(_messages())}{''.join(_port_type())}{''.join(_binding())}"
        f'<wsdl:service name="{SERVICE}"><wsdl:port name="{SERVICE}Soap" binding="tns:{SERVICE}Soap">'
        f"<soap:address location={quoteattr(address)}/></wsdl:port></wsdl:service>\n</wsdl:definitions>\n"
    )


def _types() -> Iterator[str]:
    yield f'<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="{NAMESPACE}">\n'
    for name, operation in OPERATIONS.items():
        yield _element(name, operation.arguments)
        yield _element(f"{name}Response", {f"{name}Result": operation.result})
    many = '<s:element minOccurs="0" maxOccurs="unbounded" name="string" nillable="true" type="s:string"/>'
    yield f'<s:complexType name="{WRAPPED}"><s:sequence>{many}</s:sequence></s:complexType>\n'
    yield "</s:schema></wsdl:types>\n"


def _element(name: str, children: Mapping[str, str]) -> str:
    inner = "".join(
        f'<s:element minOccurs="{int(kind == "int")}" maxOccurs="1" name="{child}"'
        f' type="{"tns" if kind == WRAPPED else "s"}:{kind}"/>'
        for child, kind in children.items()
    )
    return f'<s:element name="{name}"><s:complexType><s:sequence>{inner}</s:sequence></s:complexType></s:element>\n'


def _messages() -> Iterator[str]:
    for name in OPERATIONS:
        for message, element in ((f"{name}SoapIn", name), (f"{name}SoapOut", f"{name}Response")):
            part = f'<wsdl:part name="parameters" element="tns:{element}"/>'
            yield f'<wsdl:message name="{message}">{part}</wsdl:message>\n'


def _port_type() -> Iterator[str]:
    yield f'<wsdl:portType name="{SERVICE}Soap">\n'
    for name in OPERATIONS:
        ways = f'<wsdl:input message="tns:{name}SoapIn"/><wsdl:output message="tns:{name}SoapOut"/>'
        yield f'<wsdl:operation name="{name}">{ways}</wsdl:operation>\n'
    yield "</wsdl:portType>\n"


def _binding() -> Iterator[str]:
    yield f'<wsdl:binding name="{SERVICE}Soap" type="tns:{SERVICE}Soap">\n'
    yield '<soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>\n'
    body = '<soap:body use="literal"/>'
    for name in OPERATIONS:
        action = f'<soap:operation soapAction="{NAMESPACE}{name}" style="document"/>'
        ways = f"<wsdl:input>{body}</wsdl:input><wsdl:output>{body}</wsdl:output>"
        yield f'<wsdl:operation name="{name}">{action}{ways}</wsdl:operation>\n'
    yield "</wsdl:binding>\n"
