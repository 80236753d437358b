{{/* Name of the chart, for labels. */}}
{{- define "swiftdiffusion.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Beginning of the names of objects: 40 characters at most, so that the longest, a pool's, fits into 63. */}}
{{- define "swiftdiffusion.fullname" -}}
{{- $name := include "swiftdiffusion.name" . }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- default $full .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* Labels of every object. Takes root, component, and pool where there is one. */}}
{{- define "swiftdiffusion.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: swiftdiffusion
{{ include "swiftdiffusion.selectorLabels" . }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What selectors match. Never changes, as a Deployment's selector cannot. */}}
{{- define "swiftdiffusion.selectorLabels" -}}
app.kubernetes.io/name: {{ include "swiftdiffusion.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .pool }}
swiftdiffusion/pool: {{ . }}
{{- end }}
{{- end }}

{{/* Name of a service account. Takes root and component. */}}
{{- define "swiftdiffusion.serviceAccountName" -}}
{{- $account := (get .root.Values .component).serviceAccount }}
{{- default (ternary (printf "%s-%s" (include "swiftdiffusion.fullname" .root) .component) "default" $account.create) $account.name }}
{{- end }}

{{/* An image by digest, else by tag. Takes repository, tag, digest. */}}
{{- define "swiftdiffusion.image" -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag }}{{ end }}
{{- end }}

{{/* Name of the secret with the management API's user. */}}
{{- define "swiftdiffusion.managementSecret" -}}
{{- default .Values.broker.credentials.secretName .Values.broker.management.secretName }}
{{- end }}
