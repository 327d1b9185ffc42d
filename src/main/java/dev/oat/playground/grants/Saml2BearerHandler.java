package dev.oat.playground.grants;

import dev.oat.jose.Base64Url;
import dev.oat.jose.JoseException;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.GrantTypes;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A client presents a SAML assertion about a user. Its issuer, subject, audience and times are looked at; a signature is
 * not, as a playground trusts nobody's keys.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7522#section-3">RFC 7522 §3</a>
 */
public final class Saml2BearerHandler implements GrantHandler {
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";

    private final Mint mint;
    private final BearerAssertion assertions;

    public Saml2BearerHandler(Issuer issuer, Mint mint) {
        this.mint = mint;
        this.assertions = new BearerAssertion(issuer);
    }

    @Override
    public String type() {
        return GrantTypes.SAML2_BEARER;
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        Element assertion = read(form.required("assertion"));
        if (text(assertion, "Issuer").isEmpty()) {
            throw BearerAssertion.refused("has no Issuer");
        }
        List<String> audience = text(assertion, "Audience").map(List::of).orElse(List.of());
        Instant expires = time(assertion, "Conditions", "NotOnOrAfter")
                .or(() -> time(assertion, "SubjectConfirmationData", "NotOnOrAfter"))
                .orElseThrow(() -> BearerAssertion.refused("has no NotOnOrAfter"));
        assertions.check(audience, time(assertion, "Conditions", "NotBefore"), expires);
        String subject = text(assertion, "NameID").orElseThrow(() -> BearerAssertion.refused("has no NameID"));
        return mint.tokens(assertions.approval(client, subject, form));
    }

    private static Element read(String encoded) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element root = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(Base64Url.decode(encoded)))
                    .getDocumentElement();
            if (!SAML.equals(root.getNamespaceURI()) || !"Assertion".equals(root.getLocalName())) {
                throw BearerAssertion.refused("is no SAML 2.0 Assertion");
            }
            return root;
        } catch (JoseException e) {
            throw BearerAssertion.refused("is not base64url: " + e.getMessage());
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw BearerAssertion.refused("is no XML that can be read");
        }
    }

    private static Optional<String> text(Element assertion, String name) {
        NodeList found = assertion.getElementsByTagNameNS(SAML, name);
        return found.getLength() == 0
                ? Optional.empty()
                : Optional.of(found.item(0).getTextContent().strip()).filter(text -> !text.isEmpty());
    }

    private static Optional<Instant> time(Element assertion, String name, String attribute) {
        NodeList found = assertion.getElementsByTagNameNS(SAML, name);
        String text = found.getLength() == 0 ? "" : ((Element) found.item(0)).getAttribute(attribute);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            throw BearerAssertion.refused("has a " + attribute + " that is no time");
        }
    }
}
