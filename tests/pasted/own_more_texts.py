"""Dialogs of OpenCode in other languages, and texts of the libraries in it, by the page that explains each (1.18.33)."""

from __future__ import annotations

from collections.abc import Mapping

TRANSLATIONS: Mapping[str, tuple[str, ...]] = {
    "model-not-found": (
        "Modell nicht gefunden: acme/fast-1",
        "Modelo no encontrado: acme/fast-1",
        "Modèle introuvable : acme/fast-1",
        "Modelo não encontrado: acme/fast-1",
        "モデルが見つかりません: acme/fast-1",
        "모델을 찾을 수 없음: acme/fast-1",
        "Модель не найдена: acme/fast-1",
        "未找到模型：acme/fast-1",
        "找不到模型: acme/fast-1",
        'Anbieter "acme" konnte nicht initialisiert werden. Überprüfen Sie Anmeldeinformationen und Konfiguration.',
        'Fallo al inicializar proveedor "acme". Comprueba credenciales y configuración.',
        'Échec de l\'initialisation du fournisseur "acme". Vérifiez les identifiants et la configuration.',
        'Falha ao inicializar provedor "acme". Verifique credenciais e configuração.',
        'プロバイダー "acme" の初期化に失敗しました。認証情報と設定を確認してください。',
        '공급자 "acme" 초기화 실패. 자격 증명과 구성을 확인하세요.',
        'Не удалось инициализировать провайдера "acme". Проверьте учётные данные и конфигурацию.',
        '无法初始化提供商 "acme"。请检查凭据和配置。',
        '無法初始化提供者 "acme"。請檢查憑證和設定。',
    ),
    "agent-file-invalid": (
        "Konfigurationsdatei unter /srv/app/opencode.json ist ungültig",
        "Konfigurationsdatei unter /srv/app/opencode.json ist kein gültiges JSON(C)",
        "El archivo de configuración en /srv/app/opencode.json es inválido",
        "El archivo de configuración en /srv/app/opencode.json no es un JSON(C) válido",
        "Le fichier de configuration à /srv/app/opencode.json est invalide",
        "Le fichier de configuration à /srv/app/opencode.json n'est pas un JSON(C) valide",
        "Arquivo de configuração em /srv/app/opencode.json é inválido",
        "Arquivo de configuração em /srv/app/opencode.json não é um JSON(C) válido",
        "/srv/app/opencode.json の設定ファイルが無効です",
        "/srv/app/opencode.json の設定ファイルは有効なJSON(C)ではありません",
        "/srv/app/opencode.json의 구성 파일이 유효하지 않습니다",
        "/srv/app/opencode.json의 구성 파일이 유효한 JSON(C)가 아닙니다",
        "Недопустимый конфигурационный файл по адресу /srv/app/opencode.json",
        "Конфигурационный файл по адресу /srv/app/opencode.json содержит некорректный JSON(C)",
        "配置文件 /srv/app/opencode.json 不是有效的 JSON(C)",
        "設定檔 /srv/app/opencode.json 不是有效的 JSON(C)",
    ),
    "provider-error": (
        "Anbieter-Authentifizierung fehlgeschlagen (acme): token revoked",
        "Autenticación de proveedor fallida (acme): token revoked",
        "Échec de l'authentification du fournisseur (acme) : token revoked",
        "Autenticação do provedor falhou (acme): token revoked",
        "プロバイダー認証に失敗しました (acme): token revoked",
        "공급자 인증 실패 (acme): token revoked",
        "Ошибка аутентификации провайдера (acme): token revoked",
        "提供商认证失败（acme）：token revoked",
        "提供者驗證失敗（acme）：token revoked",
    ),
    "desktop-sidecar-failed": (
        "Beim Starten des lokalen Servers ist ein Fehler aufgetreten.",
        "Ocurrió un error al iniciar el servidor local.",
        "Une erreur s'est produite lors du démarrage du serveur local.",
        "Ocorreu um erro ao iniciar o servidor local.",
        "ローカルサーバーの起動中にエラーが発生しました。",
        "로컬 서버를 시작하는 동안 오류가 발생했습니다.",
        "Произошла ошибка при запуске локального сервера.",
        "启动本地服务器时发生错误。",
        "啟動本機伺服器時發生錯誤。",
    ),
}
"""Dialogs of the web and Desktop app, packages/app/src/i18n."""

LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "missing-credentials": (
        "Missing credentials. Please pass an `apiKey`, `workloadIdentity`, or set the `OPENAI_API_KEY` environment variable.",
        "Could not resolve credentials using profile: [dev] in configuration/credentials file(s).",
        "The SSO session token associated with profile=dev was not found or is invalid.",
        "The SSO session associated with this profile is invalid. To refresh this SSO session run aws sso login.",
        "Profile dev requires multi-factor authentication, but no MFA code callback was provided.",
        "Unauthenticated. Configure AI_GATEWAY_API_KEY or use a provider module.",
        "No access, refresh token, API key or refresh handler callback is set.",
        "Unable to detect a Project Id in the current environment.",
        "Failed to load auth.json: Unexpected token",
    ),
    "provider-error": (
        "Failed to refresh OIDC token: Unauthorized",
        "Azure CLI returned an invalid token expiration",
        "stream ended without producing a Message with role=assistant",
        "request ended without sending any chunks",
    ),
}
"""Texts of the clients of providers that OpenCode includes."""
