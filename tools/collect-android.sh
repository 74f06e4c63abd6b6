#!/bin/sh
# Reads from one Android phone what Passmuster needs, over adb, into a new folder: see docs/collect-android.md.
# Usage: tools/collect-android.sh FOLDER [SERIAL]
# Names, numbers, addresses and times of use are left out before a file is kept.
set -u
LC_ALL=C
export LC_ALL

if [ "$#" -lt 1 ] || [ "$#" -gt 2 ]; then
  echo "usage: $0 FOLDER [SERIAL]" >&2
  exit 2
fi
case $1 in
-*) folder=./$1 ;;
*) folder=$1 ;;
esac
serial=${2:-}
umask 077

adb_shell() {
  if [ -n "$serial" ]; then adb -s "$serial" shell "$@" </dev/null; else adb shell "$@" </dev/null; fi
}

if [ -e "$folder" ]; then
  echo "$0: $folder exists already; name a new folder" >&2
  exit 2
fi
if ! adb_shell true >/dev/null 2>&1; then
  echo "$0: adb reaches no phone, or more than one: connect it, allow debugging on its screen, or name its serial number" >&2
  exit 1
fi
mkdir -p "$folder" || exit 2
raw=$folder/.raw
trap 'rm -f "$raw"' EXIT
trap 'exit 1' HUP INT TERM

# What the phone prints goes through a filter; the last line of each file tells with which status its command ended. A filter that
# fails (a full disk) is a command that fails: 1 is no more than that no line passed it. A NUL would end the work of grep early.
collect() {
  file=$folder/$1
  filter=$2
  shift 2
  adb_shell "$@" >"$raw" 2>/dev/null
  status=$?
  tr -d '\r\000' <"$raw" | "$filter" >"$file"
  filtered=$?
  if [ "$filtered" -gt 1 ]; then status=$filtered; fi
  printf '# passmuster-end %s\n' "$status" >>"$file"
}

# Only properties that describe the model, the build and the boot.
properties() { grep -E '^\[ro\.(build\.|product\.(model|manufacturer|brand)\]|crypto\.|boot\.(flash\.locked|vbmeta\.device_state|verifiedbootstate)\])'; }
# Only the keys that are read; they hold no names.
global() { grep -E '^(adb_enabled|adb_wifi_enabled|development_settings_enabled|package_verifier_enable|package_verifier_user_consent)='; }
secure() { grep -E '^(backup_enabled|backup_transport|enabled_accessibility_services|enabled_notification_listeners|location_mode|lock_screen_allow_private_notifications|lock_screen_lock_after_timeout|lock_screen_show_notifications)='; }
system() { grep -E '^screen_off_timeout='; }
# Without the log of what was installed when.
packages() { grep -Ev '^20[0-9][0-9]-'; }
# Modes, without the times of use.
modes() { sed 's/; .*//' | grep -E '^ *(Uid|Package) |^ *[A-Z][A-Z0-9_]+(: mode=[a-z0-9]+| \()'; }
# Only the lines that are read. The others hold names of people, accounts, networks; each of them leaves a dash, so that none of the
# lines that stay comes to belong to another.
users() {
  sed -E \
    -e 's/^( *)UserInfo\{([0-9]+):.*:([0-9a-fA-F]+)\}.*/\1UserInfo{\2:-:\3}/;t' \
    -e 's/^( *)UserInfo\{.*/\1UserInfo{0:-/;t' \
    -e '/^ *(Current user|Device owner id): ?-?[0-9]+$/b' \
    -e '/^ *(Type: [A-Za-z0-9_.]+|Has profile owner: (true|false))$/b' \
    -e '/^ *(Users|Guest restrictions|[A-Za-z ]{0,40}restrictions|Restrictions):$/b' \
    -e '/^ *((no|ensure|disallow)_[a-z0-9_]+|none|null)$/b' \
    -e 's/^ *User types.*/User types/;t' \
    -e 's/^( *).*/\1-/'
}
policies() {
  sed -E \
    -e '/^ *(passwordQuality|minimumPasswordLength|passwordHistoryLength|passwordExpirationTimeout|maximumTimeToUnlock|maximumFailedPasswordsForWipe|disabledKeyguardFeatures|disableCamera|disableScreenCapture|isOrganizationOwnedDevice)=[A-Za-z0-9]*$/b' \
    -e 's/^( *[A-Za-z0-9_]+=).*/\1-/;t' \
    -e '/^ *Enabled Device Admins \(User [0-9]+[A-Za-z0-9:, ]*\): *$/b' \
    -e '/^ *[A-Za-z0-9_.]+\/[A-Za-z0-9_.$]+: *$/b' \
    -e '/^ *((no|ensure|disallow)_[a-z0-9_]+|none) *$/b' \
    -e '/^ *(Local|Global) [Pp]olicies:? *$/b' \
    -e '/^Current Device Policy Manager state: *$/b' \
    -e '/^ *User [0-9]+: *$/b' \
    -e '/^ *(userRestrictions|policies|parentAdmin|[a-z ]* policies): *$/b' \
    -e 's/^( *[A-Za-z]*PolicyKey)[^{;]*[ ]((userRestriction_)?[A-Za-z0-9_]+) *(;.*)?$/\1 \2/;t' \
    -e 's/^( *[A-Za-z]*PolicyKey).*/\1/;t' \
    -e 's/^( *(Resolved Policy|Per-admin Policy)).*/\1/;t' \
    -e 's/^( *).*(mValue= ?(true|false|[0-9]+))( .*)?$/\1\2/;t' \
    -e 's/^( {0,2})[A-Z][A-Za-z0-9_ ]*(\(.*\))?:.*/\1Other:/;t' \
    -e 's/^[A-Z][A-Za-z0-9_]*$/Other:/;t' \
    -e 's/^( *).*: *$/\1-:/;t' \
    -e 's/^( *).*/\1-/'
}
agents() { sed 's/User ".*" (id=/User "-" (id=/' | grep -E '^ *User "-" '; }
credentials() { grep -E '^ *(User State:|User [0-9]+|Quality: |CredentialType: |SeparateChallenge: |SP Handle = |SID = )' | sed 's/ = [^0].*/ = set/'; }
backups() { grep -E '^Backup Manager is |^ *\*? *com\.[A-Za-z0-9_.]*/[A-Za-z0-9_.]*$'; }

collect getprop.txt properties getprop
collect settings_global.txt global settings list global
collect settings_secure.txt secure settings list secure
collect settings_system.txt system settings list system
collect dumpsys_package.txt packages dumpsys package
collect dumpsys_appops.txt modes dumpsys appops
collect dumpsys_user.txt users dumpsys user
collect dumpsys_device_policy.txt policies dumpsys device_policy
collect dumpsys_trust.txt agents dumpsys trust
collect dumpsys_lock_settings.txt credentials dumpsys lock_settings
collect dumpsys_backup.txt backups dumpsys backup

printf 'passmuster-collection 1\ncollected: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$folder/passmuster-collection.txt"
echo "written to $folder; next: passmuster audit $folder -p PROFILE" >&2
