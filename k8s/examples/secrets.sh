#!/bin/sh
# Makes every secret that the chart needs, with random values, and prints them as one manifest:
#   (umask 077 && sh secrets.sh > hongyan-secrets.yaml) && kubectl -n chat apply -f hongyan-secrets.yaml
# Once only. Values that are lost or changed later lock the services out of what was encrypted with them.
set -eu

random() {
  head -c 48 /dev/urandom | base64 | tr -d '+/=\n' | head -c 40
}

secret() {
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\ntype: %s\nstringData:\n' "$1" "$2"
}

secret hongyan-clients Opaque
for service in user message group redpacket push; do
  printf '  %s-service: "%s"\n' "$service" "$(random)"
done
for name in hongyan-signing-key hongyan-redpackets; do
  secret "$name" Opaque
  printf '  secret: "%s"\n' "$(random)"
done
for service in user message group redpacket push; do
  secret "hongyan-$service-db" kubernetes.io/basic-auth
  printf '  username: hongyan_%s\n  password: "%s"\n' "$service" "$(random)"
done
