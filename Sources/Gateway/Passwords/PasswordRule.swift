/// What a new password must be: long, and not what anybody would try first. No rule asks for kinds of characters (NIST
/// SP 800-63B): they make passwords worse.
public enum PasswordRule {
    /// Shorter ones are guessed.
    public static let shortest = 12
    /// Longer ones are refused, so that no request makes the hash work for long.
    public static let longest = 256

    /// Why the password is refused, in words that follow "The password"; nil when it is good.
    ///
    /// - Parameter name: the user's name, which a password must not hold.
    public static func fault(of password: String, user name: String) -> String? {
        let folded = password.lowercased()
        let local = name.lowercased().prefix { $0 != "@" }
        if password.count < shortest { return "has fewer than \(shortest) characters." }
        if password.utf8.count > longest { return "is longer than \(longest) bytes." }
        if Set(folded).count < 5 { return "repeats the same few characters." }
        if local.count > 2, folded.contains(local) { return "holds the user's name." }
        if common.contains(where: folded.contains) { return "holds a word that everybody tries first." }
        return nil
    }

    /// The beginnings of the lists that guessers use, as far as they fill twelve characters.
    private static let common = [
        "password", "passwort", "123456", "qwerty", "qwertz", "letmein", "iloveyou", "abc123", "welcome1",
        "rapport",
    ]
}
