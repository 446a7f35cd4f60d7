{{- define "hongyan.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains "hongyan" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-hongyan" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels that never change: they are in selectors, which cannot be changed. */}}
{{- define "hongyan.selector" -}}
app.kubernetes.io/name: hongyan
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "hongyan.labels" -}}
{{ include "hongyan.selector" . }}
app.kubernetes.io/part-of: hongyan
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* All workloads that are on, with the defaults filled in: {user: {…}, …, gateway: {…}}. */}}
{{- define "hongyan.workloads" -}}
{{- $workloads := dict -}}
{{- range $name, $service := .Values.services -}}
{{- $_ := set $workloads $name (mergeOverwrite (deepCopy $.Values.defaults) $service (dict "service" true)) -}}
{{- end -}}
{{- $_ := set $workloads "gateway" (mergeOverwrite (deepCopy .Values.defaults) .Values.gateway (dict "service" false)) -}}
{{- range $name := keys $workloads -}}
{{- if not (dig "enabled" true (get $workloads $name)) -}}{{- $_ := unset $workloads $name -}}{{- end -}}
{{- end -}}
{{- toYaml $workloads -}}
{{- end -}}

{{/* The ports on which the programs listen, and the workloads that each one calls. */}}
{{- define "hongyan.topology" -}}
gateway:   {port: 8080, calls: [user, message, group, redpacket, push]}
user:      {port: 8081, calls: [message]}
message:   {port: 8082, calls: [user]}
group:     {port: 8083, calls: [user, message]}
redpacket: {port: 8084, calls: [user, message]}
push:      {port: 8085, calls: [user, message]}
{{- end -}}

{{/* What each service reads from Kafka as a group, for scaling by what waits there. push-service reads everything in every pod. */}}
{{- define "hongyan.consumers" -}}
message:
  - {group: message-service, topic: user.events.v1}
  - {group: message-service-groups, topic: group.events.v1}
group:
  - {group: group-service, topic: user.events.v1}
redpacket:
  - {group: redpacket-service, topic: user.events.v1}
{{- end -}}

{{- define "hongyan.image" -}}
{{- $program := ternary (printf "%s-service" .component) .component .workload.service -}}
{{- printf "%s/%s:%s" .root.Values.image.repository $program (default .root.Chart.AppVersion .root.Values.image.tag) -}}
{{- end -}}

{{/* By what a workload is scaled, or "none". */}}
{{- define "hongyan.scaling" -}}
{{- ternary "none" .workload.autoscaling.mode .root.Values.stopped -}}
{{- end -}}

{{/* How fast pods come and go. Each pod that goes sends its sockets to the others. */}}
{{- define "hongyan.scalingBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: 60
scaleDown:
  stabilizationWindowSeconds: 600
  policies:
    - type: Pods
      value: 1
      periodSeconds: 120
{{- end -}}

{{- define "hongyan.publicUrl" -}}
{{- default "http://localhost:8080" .Values.publicUrl -}}
{{- end -}}

{{- define "hongyan.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.podSecurity.runAsUser }}
runAsGroup: {{ .Values.podSecurity.runAsGroup }}
fsGroup: {{ .Values.podSecurity.runAsGroup }}
seccompProfile:
  type: {{ .Values.podSecurity.seccompProfile }}
{{- end -}}

{{- define "hongyan.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* A variable whose value is a key of a secret. */}}
{{- define "hongyan.fromSecret" -}}
valueFrom:
  secretKeyRef:
    name: {{ .name }}
    key: {{ .key }}
{{- end -}}

{{/* The environment as one map by name, so that no name can occur twice: {NAME: text or {valueFrom: …}}. */}}
{{- define "hongyan.environment" -}}
{{- $root := .root -}}
{{- $component := .component -}}
{{- $workload := .workload -}}
{{- $workloads := .workloads -}}
{{- $topology := include "hongyan.topology" $root | fromYaml -}}
{{- $fullname := include "hongyan.fullname" $root -}}
{{- $port := (get $topology $component).port -}}
{{- $env := dict "HONGYAN_PUBLIC_URL" (include "hongyan.publicUrl" $root) -}}
{{- range $other := (get $topology $component).calls -}}
{{- if hasKey $workloads $other -}}
{{- $_ := set $env (printf "HONGYAN_%s_URL" (upper $other)) (printf "http://%s-%s" $fullname $other) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $env "JDK_JAVA_OPTIONS" (trim (printf "-Xmx%s %s" $workload.heap $workload.javaOptions)) -}}
{{- if $workload.service -}}
{{- $env = merge $env (include "hongyan.serviceEnvironment" . | fromYaml) -}}
{{- else -}}
{{- $_ := set $env "HONGYAN_GATEWAY_HOST" "0.0.0.0" -}}
{{- $_ := set $env "HONGYAN_GATEWAY_PORT" (toString $port) -}}
{{- $_ := set $env "HONGYAN_GATEWAY_TRUST_FORWARDED" (toString $root.Values.route.trustForwarded) -}}
{{- $_ := set $env "HONGYAN_MANAGEMENT_HOST" "0.0.0.0" -}}
{{- $_ := set $env "HONGYAN_MANAGEMENT_PORT" "8079" -}}
{{- $_ := set $env "HONGYAN_VERSION" $root.Chart.AppVersion -}}
{{- end -}}
{{- range $name, $value := $workload.env -}}
{{- $_ := set $env $name $value -}}
{{- end -}}
{{- toYaml $env -}}
{{- end -}}

{{- define "hongyan.serviceEnvironment" -}}
{{- $values := .root.Values -}}
QUARKUS_HTTP_HOST: 0.0.0.0
QUARKUS_HTTP_PORT: {{ (get (include "hongyan.topology" .root | fromYaml) .component).port | quote }}
{{ include "hongyan.databaseEnvironment" . }}
QUARKUS_FLYWAY_MIGRATE_AT_START: {{ not $values.migrations.job | quote }}
KAFKA_BOOTSTRAP_SERVERS: {{ $values.kafka.bootstrapServers | quote }}
{{- if ne $values.kafka.protocol "PLAINTEXT" }}
KAFKA_SECURITY_PROTOCOL: {{ $values.kafka.protocol }}
{{- end }}
{{- if hasPrefix "SASL" $values.kafka.protocol }}
KAFKA_SASL_MECHANISM: {{ $values.kafka.mechanism }}
KAFKA_SASL_JAAS_CONFIG:
  {{- include "hongyan.fromSecret" $values.kafka.credentialsSecret | nindent 2 }}
{{- end }}
{{- if $values.kafka.caSecret.name }}
KAFKA_SSL_TRUSTSTORE_TYPE: PEM
KAFKA_SSL_TRUSTSTORE_LOCATION: /etc/hongyan/kafka-ca/ca.crt
{{- end }}
{{- with $values.tracing.endpoint }}
HONGYAN_OTLP_ENDPOINT: {{ . | quote }}
HONGYAN_TRACE_ONE_IN: {{ $values.tracing.oneIn | quote }}
HONGYAN_TRACE_ASKED_PER_SECOND: {{ $values.tracing.askedPerSecond | quote }}
{{- end }}
HONGYAN_TOPICS_PARTITIONS: {{ $values.kafka.topics.partitions | quote }}
HONGYAN_TOPICS_REPLICATION_FACTOR: {{ $values.kafka.topics.replicationFactor | quote }}
HONGYAN_DATABASE_GENERATION: {{ .workload.database.generation | quote }}
HONGYAN_ALLOWED_ORIGINS: {{ include "hongyan.publicUrl" .root | quote }}
HONGYAN_DEMO: {{ $values.demo | quote }}
HONGYAN_SERVICE_CLIENT_SECRET:
  {{- include "hongyan.fromSecret" (dict "name" $values.secrets.clients.name "key" (printf "%s-service" .component)) | nindent 2 }}
{{- if has .component (list "message" "push") }}
HONGYAN_LANES: {{ $values.services.message.lanes | quote }}
{{- end }}
{{- if eq .component "push" }}
HONGYAN_PUSH_EVENT_LOOPS: {{ .workload.eventLoops | quote }}
{{- /* Without a route every socket comes through the gateway, which always writes the address. */}}
HONGYAN_PUSH_TRUST_FORWARDED: {{ or $values.route.trustForwarded (not (or $values.route.ingress.enabled $values.route.httpRoute.enabled)) | quote }}
{{- end }}
{{- if eq .component "redpacket" }}
HONGYAN_REDPACKET_SECRET:
  {{- include "hongyan.fromSecret" $values.secrets.redPackets | nindent 2 }}
{{- end }}
{{- if eq .component "user" }}
HONGYAN_SIGNING_KEY_SECRET:
  {{- include "hongyan.fromSecret" $values.secrets.signingKey | nindent 2 }}
{{- range $client, $other := .workloads }}
{{- if $other.service }}
HONGYAN_CLIENTS_{{ upper $client }}_SERVICE_SECRET:
  {{- include "hongyan.fromSecret" (dict "name" $values.secrets.clients.name "key" (printf "%s-service" $client)) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hongyan.databaseEnvironment" -}}
{{- $database := .root.Values.database -}}
{{- $authority := ternary "&sslrootcert=/etc/hongyan/database-ca/ca.crt" "" (ne $database.caSecret.name "") -}}
QUARKUS_DATASOURCE_JDBC_URL: {{ printf "jdbc:postgresql://%s:%v/%s?sslmode=%s%s" $database.host $database.port .workload.database.name $database.sslMode $authority | quote }}
QUARKUS_DATASOURCE_USERNAME:
  {{- include "hongyan.fromSecret" (dict "name" .workload.database.secret "key" "username") | nindent 2 }}
QUARKUS_DATASOURCE_PASSWORD:
  {{- include "hongyan.fromSecret" (dict "name" .workload.database.secret "key" "password") | nindent 2 }}
{{- end -}}

{{/* A map of variables as the list that a container takes, in the order of their names. */}}
{{- define "hongyan.variables" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  {{- toYaml $value | nindent 2 }}
  {{- else }}
  value: {{ toString $value | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Authorities of the database and the brokers, and room for what libraries unpack. */}}
{{- define "hongyan.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 128Mi
{{- if and .workload.service .root.Values.database.caSecret.name }}
- name: database-ca
  secret:
    secretName: {{ .root.Values.database.caSecret.name }}
    items: [{key: {{ .root.Values.database.caSecret.key }}, path: ca.crt}]
{{- end }}
{{- if and .workload.service .root.Values.kafka.caSecret.name }}
- name: kafka-ca
  secret:
    secretName: {{ .root.Values.kafka.caSecret.name }}
    items: [{key: {{ .root.Values.kafka.caSecret.key }}, path: ca.crt}]
{{- end }}
{{- end -}}

{{- define "hongyan.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if and .workload.service .root.Values.database.caSecret.name }}
- name: database-ca
  mountPath: /etc/hongyan/database-ca
  readOnly: true
{{- end }}
{{- if and .workload.service .root.Values.kafka.caSecret.name }}
- name: kafka-ca
  mountPath: /etc/hongyan/kafka-ca
  readOnly: true
{{- end }}
{{- end -}}
