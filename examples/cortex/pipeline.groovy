project('cortex') {
    waivers   'security/waivers.yml'
    registry  '127.0.0.1:5000/cortex'
    platforms 'linux/amd64', 'linux/arm64'

    service('mcp-server') {
        dockerfile 'packages/mcp-server/Dockerfile'
        paths      'packages/mcp-server/**', 'packages/shared/**'
        dependsOn  'memory-core'
        checks     'npm ci', 'npm run build', 'npm test'
        mcp        command: ['node', 'dist/index.js'], http: [port: 8080]
    }
    service('memory-core') {
        dockerfile 'packages/memory-core/Dockerfile'
        paths      'packages/memory-core/**'
        checks     'npm ci', 'npm run typecheck', 'npm test'
    }
    service('memory-rest-api') {
        dockerfile 'packages/memory-rest-api/Dockerfile'
        paths      'packages/memory-rest-api/**', 'packages/shared/**'
        dependsOn  'memory-core'
        checks     'npm ci', 'npm run typecheck', 'npm test'
    }

    compose('docker-compose.infra.yml') { healthy 'http://localhost:8222/healthz' }
    compose('docker-compose.yml') {
        healthy 'http://localhost:8480/healthz'
        reaches 'memory-rest-api', 'nats:4222'
    }

    observability {
        prometheus 'infra/prometheus/prometheus.yml'
        rules      'infra/prometheus/rules/*.yml'
        ruleTests  'infra/prometheus/tests/*.yml'
        dashboards 'infra/grafana/dashboards/**/*.json'
        brand      'brAInwav'
    }
}
