/** Words that say "put yours here", "not a real one" or "taken out", in the languages seen in configurations. */
const WORDS =
  /(?:^|[^a-z])your|your[-_ ]?(?:key|token|api|secret|pass)|(?:^|[^a-z])here(?:$|[^a-z])|here$|changeme|change[-_ ]?(?:me|this|it)|replace|insert|placeholder|example|sample|dummy|fake|redacted|removed|hidden|masked|censored|todo|fixme|tbd|foobar|lorem|ipsum|optional|required|paste|(?:^|[^a-z\d])(?:(?:enter|put|add|fill|goes|actual)[-_ ]|set[-_ ](?:me|this|in))|(?:^|[-_ ])my[-_ ]|(?:^|[-_ <])(?:some|the|real)[-_ ]|not[-_ ]?(?:a[-_ ])?(?:real|needed|required|used|set)|(?:^|[^a-z])(?:xxx|abc123|test[-_ ]?(?:key|token|secret|api))|^(?:(?:la|il|le|el|a|o)[-_ ])?(?:sua|seu|tu|su|mi|mio|tua|tuo|votre|ton|ta|dein|deine|ihr|ihre|min|din|jouw|uw|vasha|vash|anata|twoj|twój)[-_ ]|(?:^|[-_ ])(?:aqui|aquí|ici|hier|qui|tutaj|burada|buraya|zdes)(?:$|[-_ ])|vstavte|eingeben|einf[uü]gen|ins[ée]rer|inserir|insira|colar|coloque|reemplaz|sustitu|remplac|ersetze|sostituisci|schimba|zmien|wstaw/i;
/** 你的, 您的, 替换, 请输入, 填写, 示例, ここ, あなたの, 여기에, 당신의, 입력, ваш, вставьте, ключ, токен, твой, क्या, आपका, ใส่, שלך, هنا */
const OTHER_SCRIPTS =
  /你的|您的|替换|替換|请输入|請輸入|填写|填入|填寫|示例|密钥|密鑰|密码|密碼|令牌|ここ|あなた|トークン|キー|パスワード|여기|비밀번호|당신|입력|본인|발급|토큰|키를|ваш|твой|сюда|встав|замен|ключ|токен|пароль|आप|यहाँ|यहां|ของคุณ|ใส่|שלך|هنا|الخاص/i;
/** The whole value is a word that stands for a value, or for none. */
const WHOLE =
  /^(?:none|null|nil|undefined|n\/?a|unset|empty|blank|missing|secret|secrets|token|key|api[-_ ]?key|password|passwd|pass|pwd|value|string|text|true|false|yes|no|on|off|auto|default|disabled|enabled|env|environment|anonymous|public|private|bearer|basic|oauth|oauth2|local|test|testing|demo|development|production|staging|optional|required|contrase[nñ]a|clave|mot[-_ ]?de[-_ ]?passe|mdp|passwort|kennwort|geheim|senha|parola|wachtwoord|l[öo]senord|adgangskode|salasana|has[lł]o|heslo|jelsz[óo]|[şs]ifre|foo|bar|baz|qux|abc|abcd|xyz|123|1234|12345)$/i;
const WRAPPED =
  /^(?:<[^<>]*>|\[[^[\]]*\]|\{[^{}]*\}|\{\{[^{}]*\}\}|\(\([^()]*\)\)|__\w+__|@[A-Z_]+@|#\{[^{}]*\}#?)$/;
const SHOUTED_NAME = /^[A-Z][A-Z\d]*(?:[_-][A-Z\d]+)+$/;
const NAME_WORD =
  /(?:^|[_-])(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PAT|CREDENTIALS?|AUTH|APIKEY|VALUE)(?:[_-]|$)/;
/** Runs of the keyboard, of counting and of the alphabet. */
const COUNTING =
  /0123456789|1234567890?|12345678|abcdefghijklmnopqrstuvwxyz|abcdefghijklm|abcdefghij|nopqrstuvwxyz|abcdefgh|abcdef|qwertyuiop|deadbeef|cafebabe|c0ffee/gi;
/** The keys of the AWS and Stripe manuals, and of jwt.io. */
const MANUALS =
  /wJalrXUtnFEMI|4eC39HqLyjWDarjtT1zdp7dc|TYooMQauvdEDq54NiTphI7jx|SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c/;

/** Whether a value stands for a credential that is still to be filled in, or was taken out. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text.length > 400) return MANUALS.test(text) || text.startsWith('<');
  if (text === '' || WHOLE.test(text) || WRAPPED.test(text)) return true;
  if (isMasked(text) || isCounted(text) || MANUALS.test(text)) return true;
  if (OTHER_SCRIPTS.test(text)) return true;
  if (SHOUTED_NAME.test(text) && NAME_WORD.test(text) && isWordy(text)) return true;
  if (/[<[{](?:[^<>[\]{}\n]{0,80})[>\]}]/.test(text) && WORDS.test(text)) return true;
  return isWordy(text) && WORDS.test(text);
}

/** A word that is a choice rather than a stand-in: `none`, `true`, `oauth`. */
export function isSetting(value: string): boolean {
  return /^(?:none|null|nil|undefined|n\/a|true|false|yes|no|on|off|auto|default|disabled|enabled|env|environment|anonymous|public|private|bearer|basic|oauth2?|local|test|testing|demo|dev|development|production|staging|optional)$/i.test(
    value.trim(),
  );
}

/** Masked or repeated: `****`, `xxxx-xxxx`, `ghp_0000…`, `sk-...`, `•••`. */
function isMasked(text: string): boolean {
  if (/\*{3}|•{2}|\.{3}|…|_{4}|#{4}|-{6}(?!BEGIN)/.test(text) && !text.includes('-----BEGIN'))
    return true;
  if (/x{6}|X{5}/.test(text)) return true;
  if (/(?:^|[^a-z])x{3,}(?:[^a-z]|$)|X{4}/.test(text) && isWordy(text)) return true;
  const body = text.slice(Math.max(0, text.search(/[-_.][^-_.]*$/) + 1));
  return body.length >= 4 && new Set(body.toLowerCase()).size <= (body.length >= 12 ? 2 : 1);
}

/** Whether little is left of the value when `1234567890abcdef…` is taken out. */
function isCounted(text: string): boolean {
  const rest = text.replace(COUNTING, '');
  return text.length - rest.length >= 10 && rest.length < 14 && !isMixed(rest);
}

/**
 * Whether the value reads as words. A random token may hold `your` or `test` by chance, so a placeholder word counts
 * only where the value is not a long run of mixed signs.
 */
function isWordy(text: string): boolean {
  const parts = text.split(/[^\p{L}\p{N}]+/u);
  return parts.every((part) => part.length < 14 || !isMixed(part) || /EXAMPLE$/i.test(part));
}

/** Letters and digits that alternate as in no word and no `YourTokenHere`. */
function isMixed(part: string): boolean {
  const turns = part.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)|[a-z](?=[A-Z])/g)?.length ?? 0;
  return turns >= 3 && (part.length >= 24 || turns >= part.length * 0.26);
}

/** Whether the value only names where the credential comes from: a variable, a vault, a command. */
export function isReference(value: string): boolean {
  const text = value.trim();
  if (/^\$\{[^}]*\}$/.test(text)) return true;
  if (/^\$(?:[A-Z_][A-Z\d_]*|[a-z_]+)$/.test(text)) return true;
  if (/^%[A-Za-z_]\w*%$/.test(text)) return true;
  if (/^\$\(|^<\(|^`[^`]*`$|^\$\{\{|^\{\{/.test(text)) return true;
  if (/^\{(?:env|file|secret|input|cmd):[^}]*\}$/i.test(text)) return true;
  return REFERENCE_SCHEME.test(text);
}

const REFERENCE_SCHEME =
  /^(?:env|vault|keychain|keyring|ssm|file|ref|kms|keyvault|akv|azkv|infisical|doppler|sops|gopass|lpass|bws):[\w~.#?=:/@ +-]*$|^(?:op|secret|secrets|sm|awssm|aws-sm|gcpsm|gcp-sm|pass|dashlane|dl|akeyless|ref\+\w{1,20}):\/\/[\w~.#?=:/@ +-]*$|^(?:process\.env|import\.meta\.env|os\.environ)\b|^\$env:\w+$|^secrets?\.[A-Z_]+$|^@Microsoft\.KeyVault\(|^projects\/[^/]+\/secrets\/|^arn:aws[\w-]*:(?:secretsmanager|ssm|iam)/i;
