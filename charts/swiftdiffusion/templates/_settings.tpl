{{/* Settings that both programs read, as environment variables. */}}
{{- define "swiftdiffusion.settings.shared" -}}
- name: RabbitMq__Host
  value: {{ .Values.broker.host | quote }}
- name: RabbitMq__Port
  value: {{ .Values.broker.port | quote }}
- name: RabbitMq__VirtualHost
  value: {{ .Values.broker.virtualHost | quote }}
- name: RabbitMq__UseTls
  value: {{ .Values.broker.tls | quote }}
- name: RabbitMq__Username
  valueFrom:
    secretKeyRef:
      name: {{ .Values.broker.credentials.secretName }}
      key: {{ .Values.broker.credentials.usernameKey }}
- name: RabbitMq__Password
  valueFrom:
    secretKeyRef:
      name: {{ .Values.broker.credentials.secretName }}
      key: {{ .Values.broker.credentials.passwordKey }}
{{ include "swiftdiffusion.settings.storage" . }}
{{- end }}

{{- define "swiftdiffusion.settings.storage" -}}
{{- $azure := .Values.storage.azure }}
{{- if eq .Values.storage.kind "azure" -}}
- name: Storage__Kind
  value: Azure
- name: Storage__Container
  value: {{ $azure.container | quote }}
- name: Storage__CreateContainer
  value: {{ $azure.createContainer | quote }}
{{- if $azure.accountUri }}
- name: Storage__AccountUri
  value: {{ $azure.accountUri | quote }}
{{- else }}
- name: Storage__ConnectionString
  valueFrom:
    secretKeyRef:
      name: {{ $azure.connectionString.secretName }}
      key: {{ $azure.connectionString.key }}
{{- end }}
{{- else -}}
- name: Storage__Kind
  value: Folder
- name: Storage__Folder
  value: /blobs
{{- end }}
{{- end }}

{{/* Seconds as hours, minutes, seconds. */}}
{{- define "swiftdiffusion.duration" -}}
{{- printf "%02d:%02d:%02d" (div . 3600) (mod (div . 60) 60) (mod . 60) }}
{{- end }}

{{/* Settings of a pool's workers. Takes root and pool. */}}
{{- define "swiftdiffusion.settings.worker" -}}
{{ include "swiftdiffusion.settings.shared" .root }}
- name: Worker__Name
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- range $name, $path := .pool.models }}
- name: Worker__Models__{{ $name }}
  value: {{ printf "/models/%s" $path | quote }}
{{- end }}
{{- range $index, $folder := .pool.adapterFolders }}
- name: Worker__AdapterFolders__{{ $index }}
  value: {{ printf "/models/%s" $folder | quote }}
{{- end }}
- name: Worker__Threads
  value: {{ .pool.threads | quote }}
- name: Worker__HealthAddress
  value: 0.0.0.0
- name: Worker__HealthPort
  value: "8081"
{{- $timing := .root.Values.timing }}
- name: Worker__DrainTimeout
  value: {{ include "swiftdiffusion.duration" $timing.drain | quote }}
- name: Worker__StopTimeout
  value: {{ include "swiftdiffusion.duration" $timing.stop | quote }}
- name: Worker__ShutdownTimeout
  value: {{ include "swiftdiffusion.duration" $timing.shutdown | quote }}
- name: Worker__GracePeriod
  value: {{ include "swiftdiffusion.duration" $timing.gracePeriod | quote }}
{{- range $name, $value := mustMergeOverwrite (deepCopy .root.Values.worker.settings) .pool.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* Settings of the submitter, and of its migration. */}}
{{- define "swiftdiffusion.settings.submitter" -}}
{{ include "swiftdiffusion.settings.shared" . }}
{{ include "swiftdiffusion.settings.database" . }}
{{- range $name, $value := .Values.submitter.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "swiftdiffusion.settings.database" -}}
{{- if eq .Values.database.kind "postgresql" -}}
- name: Database__Kind
  value: PostgreSql
- name: Database__ConnectionString
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.connectionString.secretName }}
      key: {{ .Values.database.connectionString.key }}
{{- else -}}
- name: Database__Kind
  value: Sqlite
- name: Database__ConnectionString
  value: Data Source=/data/jobs.db
{{- end }}
{{- end }}

{{/* Secrets whose keys are settings. Takes a component's values. */}}
{{- define "swiftdiffusion.settings.fromSecrets" -}}
{{- with .settingsFromSecrets }}
envFrom:
  {{- range . }}
  - secretRef:
      name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}
