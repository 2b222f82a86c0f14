import Foundation
import Testing

@testable import Gateway

@Suite struct PasswordTests {
    /// Cheap, so that many are tried.
    private static let cheap = PasswordHash.Cost(logRounds: 4, blockSize: 1, parallelism: 1)

    @Test func `the right password matches and others do not`() throws {
        for password in ["correct horse battery", "ünïcödé – 🐴", String(repeating: "x", count: 256)] {
            let hash = try PasswordHash(of: password, cost: Self.cheap)
            #expect(try hash.matches(password))
            for wrong in [password + " ", String(password.dropLast()), password.uppercased() + "!", ""] {
                #expect(try !hash.matches(wrong))
            }
        }
    }

    @Test func `one password typed in two ways is one`() throws {
        let hash = try PasswordHash(of: "caf\u{E9} au lait", cost: Self.cheap)
        #expect(try hash.matches("cafe\u{301} au lait"))
    }

    @Test func `the same password is stored differently each time, and never itself`() throws {
        let texts = try Set(
            (0..<50).map { _ in try PasswordHash(of: "correct horse", cost: Self.cheap).text })
        #expect(texts.count == 50)
        for text in texts { #expect(!text.contains("horse")) }
        #expect("\(try PasswordHash(of: "correct horse", cost: Self.cheap))" == "a hashed password")
    }

    @Test func `a stored hash is read back, and new ones cost what OWASP asks`() throws {
        let hash = try PasswordHash(of: "correct horse battery")
        #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        let read = try #require(PasswordHash(hash.text))
        #expect(read == hash)
        #expect(try read.matches("correct horse battery"))
    }

    /// Made by Python's `hashlib.scrypt(b"pleaseletmein", salt=b"0123456789abcdef", n=1024, r=8, p=4, dklen=32)`.
    @Test func `hashes are those of other implementations`() throws {
        let text = "$scrypt$ln=10,r=8,p=4$MDEyMzQ1Njc4OWFiY2RlZg$\(Self.hashOfPython)"
        let hash = try #require(PasswordHash(text))
        #expect(try hash.matches("pleaseletmein"))
        #expect(try !hash.matches("pleaseletmeim"))
    }

    private static let hashOfPython = "KPMukFb/t5ost/3iquA+ELiZbKix2RIxBYEohfmYBqc"

    @Test(arguments: [
        "", "$", "scrypt", "$scrypt$ln=15,r=8,p=3$$", "$bcrypt$ln=15,r=8,p=3$MDEyMzQ1Njc4OWFiY2RlZg$AA",
        "$scrypt$ln=63,r=8,p=3$MDEyMzQ1Njc4OWFiY2RlZg$KPMukFb/t5ost/3iquA+ELiZbKix2RIxBYEohfmYBqc",
        "$scrypt$ln=15,r=900,p=3$MDEyMzQ1Njc4OWFiY2RlZg$KPMukFb/t5ost/3iquA+ELiZbKix2RIxBYEohfmYBqc",
        "$scrypt$ln=15,r=8,p=0$MDEyMzQ1Njc4OWFiY2RlZg$KPMukFb/t5ost/3iquA+ELiZbKix2RIxBYEohfmYBqc",
        "$scrypt$ln=15,r=8$MDEyMzQ1Njc4OWFiY2RlZg$KPMukFb/t5ost/3iquA+ELiZbKix2RIxBYEohfmYBqc",
        "$scrypt$ln=15,r=8,p=3$MDEyMzQ1Njc4OWFiY2RlZg$KPMukFb/t5ost/3iquA+ELiZbKix2RIxBYEohfmYBqc$",
    ])
    func `a text that is no hash of ours is refused, above all one that would cost too much`(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test(arguments: [
        ("short pass", "fewer"), ("aaaaaaaaaaaaaa", "repeats"), ("MyPassword2026!", "everybody"),
        ("anna and her dog", "name"), (String(repeating: "long word ", count: 26), "longer"),
    ])
    func `a password that is guessed early is refused with the reason`(password: String, reason: String) {
        let fault = PasswordRule.fault(of: password, user: "anna@example.com")
        #expect(fault?.contains(reason) == true, "\(fault ?? "none")")
    }

    @Test func `a sentence is a good password`() {
        #expect(PasswordRule.fault(of: "four green boats sail", user: "anna@example.com") == nil)
    }

    @Test func `who comes when too many hash passwords is turned away`() async throws {
        let work = PasswordWork()
        let gate = DispatchSemaphore(value: 0)
        let places = 32
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<places + 8 {
                group.addTask { (try? await work.run { gate.wait() }) != nil }
            }
            // Nobody who was let in is done before the gate opens: the first to be done are those who were turned away.
            for _ in 0..<8 { #expect(await group.next() == false) }
            for _ in 0..<places { gate.signal() }
            for _ in 0..<places { #expect(await group.next() == true) }
        }
        try await work.run {}
    }
}
