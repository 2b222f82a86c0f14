import Testing

extension TemporaryFolder {
    /// Writes the alliance "tiny": two people on either side, whom two meetings have told of each other.
    func writeTinyAlliance() throws {
        try write("alliance: tiny\nname: Tiny\n", to: "alliance.yaml")
        try write("company,name,side\nx,Xenon,a\ny,Yttrium,b\n", to: "companies.csv")
        try write(
            "person,company,region\nann,x,north\nbo,x,south\ndan,y,north\neve,y,south\n",
            to: "salespeople.csv")
        try write(
            """
            rater,target,date,trust,success,continue
            ann,dan,2026-01-01,7,7,yes
            dan,ann,2026-01-01,6,6,yes
            bo,eve,2026-01-02,2,2,no
            eve,bo,2026-01-02,5,4,yes

            """, to: "sheets.csv")
    }
}

extension Binary {
    /// The program with a database that holds the tiny alliance, which is left in the folder.
    static func withTinyAlliance(in folder: TemporaryFolder) async throws -> Binary {
        let rapport = try await withDatabase()
        try folder.writeTinyAlliance()
        let run = try await rapport.run("import", folder.path)
        #expect(run.status == 0, "\(run.complaint)")
        return rapport
    }
}
