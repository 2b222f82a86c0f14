import Foundation

extension TokenMint {
    /// Tokens that nobody must be let in with, by what is wrong with them.
    func attacks(at now: Date) throws -> [(name: String, token: String)] {
        try headers(at: now) + payloads(at: now) + shapes(at: now)
    }

    private func headers(at now: Date) throws -> [(String, String)] {
        let claims = claims(at: now)
        let pieces = try token(claims).split(separator: ".")
        var attacks: [(String, String)] = try ["none", "None", "nOnE", "", "HS256"].flatMap { algorithm in
            let header = Data(#"{"alg":"\#(algorithm)","kid":"es","typ":"JWT"}"#.utf8).base64URL
            return [
                ("alg \(algorithm) unsigned", "\(header).\(pieces[1])."),
                ("alg \(algorithm) with the old signature", "\(header).\(pieces[1]).\(pieces[2])"),
                ("alg \(algorithm) signed", try token(claims, header: ["alg": algorithm])),
            ]
        }
        attacks += [
            ("key confusion with PEM", try confused(claims, secret: publicRSA.pem)),
            ("key confusion with DER", try confused(claims, secret: publicRSA.der)),
            ("key confusion with nothing", try confused(claims, secret: Data([0]))),
            ("another key's algorithm", try token(claims, kid: "rsa", header: ["alg": "PS256"])),
            ("another key's name", try token(claims, kid: "es", header: ["kid": "ed"])),
            ("no kid", try token(claims, header: ["kid": nil])),
            ("kid that is a number", try token(claims, header: ["kid": 1])),
            ("crit", try token(claims, header: ["crit": ["exp"]])),
            ("b64", try token(claims, header: ["b64": false])),
            ("typ of something else", try token(claims, header: ["typ": "secevent+jwt"])),
            ("typ that is no text", try token(claims, header: ["typ": 1])),
            (
                "two kids",
                try token(header: #"{"alg":"ES256","kid":"x","kid":"es"}"#, payload: Self.json(claims))
            ),
            (
                "two algs",
                try token(header: #"{"alg":"none","kid":"es","alg":"ES256"}"#, payload: Self.json(claims))
            ),
        ]
        for kid in [
            "../../../../dev/null", "es' or '1'='1", "es\u{0}", "https://evil.example.com/keys", "ES", "es ",
            "",
        ] { attacks.append(("kid \(kid)", try token(claims, header: ["kid": kid]))) }
        let own: [String: Any] = ["kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"]
        for (name, value) in [
            ("jwk", own), ("jku", "https://evil.example.com/keys"), ("x5u", "https://evil.example.com/c"),
            ("x5c", ["AA"]),
        ] as [(String, Any)] { attacks.append((name, try token(claims, header: [name: value]))) }
        return attacks
    }

    private func payloads(at now: Date) throws -> [(String, String)] {
        let second = now.timeIntervalSince1970
        let changes: [(String, Any?)] = [
            ("iss", "https://evil.example.com"), ("iss", Self.issuer + "/"), ("iss", nil),
            ("iss", [Self.issuer]),
            ("aud", "other"), ("aud", ["other", "another"]), ("aud", [String]()), ("aud", nil),
            ("exp", second - 31), ("exp", nil), ("exp", "tomorrow"), ("exp", -1),
            ("nbf", second + 31), ("nbf", "yesterday"), ("iat", second + 31), ("sub", ""), ("sub", nil),
            ("sub", 7),
        ]
        var attacks = try changes.map { name, value in
            var claims = claims(at: now)
            claims[name] = value
            return ("\(name) \(value ?? "missing")", try token(claims))
        }
        let good = try Self.json(claims(at: now))
        let twice = #"{"aud":"other","# + good.dropFirst()
        attacks.append(("two audiences", try token(header: #"{"alg":"ES256","kid":"es"}"#, payload: twice)))
        return attacks
    }

    private func shapes(at now: Date) throws -> [(String, String)] {
        let claims = claims(at: now)
        let good = try token(claims)
        let pieces = good.split(separator: ".").map(String.init)
        var other = claims
        other["sub"] = "s-2"
        let forged = Data(try Self.json(other).utf8).base64URL
        var long = claims
        long["filling"] = String(repeating: "x", count: 1 << 20)
        return [
            ("another payload under the signature", "\(pieces[0]).\(forged).\(pieces[2])"),
            ("no signature", "\(pieces[0]).\(pieces[1])."), ("two parts", "\(pieces[0]).\(pieces[1])"),
            ("four parts", good + ".AA"), ("five parts, as if encrypted", good + ".AA.AA"),
            ("a signature of zeros", "\(pieces[0]).\(pieces[1]).\(Data(count: 64).base64URL)"),
            ("a shortened signature", String(good.dropLast(2))), ("a megabyte", try token(long)),
            ("no JSON", try token(header: "alg", payload: Self.json(claims))),
            ("a list", try token(header: "[]", payload: "[]")), ("nothing", ".."), ("a word", "token"),
            ("another provider's key", try TokenMint().token(claims)),
        ]
    }
}
