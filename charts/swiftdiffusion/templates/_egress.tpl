{{- define "swiftdiffusion.egress.dns" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* One rule: peers, or anywhere, at a port. Takes peers and port. */}}
{{- define "swiftdiffusion.egress.rule" -}}
- ports:
    - port: {{ .port }}
  {{- with .peers }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "swiftdiffusion.egress.database" -}}
{{- if eq .Values.database.kind "postgresql" }}
{{- include "swiftdiffusion.egress.rule" (dict "peers" .Values.networkPolicy.database "port" .Values.networkPolicy.databasePort) }}
{{- end }}
{{- end }}

{{/* What both programs reach: names, the broker, blobs, and public addresses over https for webhooks and pictures. */}}
{{- define "swiftdiffusion.egress.common" -}}
{{- $policy := .Values.networkPolicy }}
{{- include "swiftdiffusion.egress.dns" . }}
{{ include "swiftdiffusion.egress.rule" (dict "peers" $policy.broker "port" .Values.broker.port) }}
{{- if eq .Values.storage.kind "azure" }}
{{ include "swiftdiffusion.egress.rule" (dict "peers" $policy.storage "port" $policy.storagePort) }}
{{- end }}
- ports:
    - port: 443
  to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          {{- toYaml $policy.privateRanges | nindent 10 }}
{{- end }}
