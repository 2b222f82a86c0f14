import Domain
import Webhooks

extension TargetPolicy {
    /// As the environment has it.
    /// - Throws: ``BadSetting``.
    static func ofThisProcess() throws(BadSetting) -> TargetPolicy {
        let setting = Setting.webhookTargets
        let text = setting.text() ?? setting.standard
        guard let policy = TargetPolicy(rawValue: text) else {
            throw BadSetting(setting: setting, text: text)
        }
        return policy
    }
}
