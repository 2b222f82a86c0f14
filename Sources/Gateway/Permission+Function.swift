public import Storage

extension Permission {
    /// Lets roles pass and refuses others: whether there is what they ask for makes no difference to them.
    ///
    /// - Parameters:
    ///   - isAllowed: whether the viewer's role includes the function at all.
    ///   - action: completes "may not …".
    /// - Throws: ``GatewayError/roleMayNot(role:action:)``.
    public static func require(_ isAllowed: Bool, of viewer: Viewer, to action: String) throws(GatewayError) {
        guard isAllowed else { throw .roleMayNot(role: viewer.role.name, action: action) }
    }
}
