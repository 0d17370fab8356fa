pipeline('release') {
    describe 'Release one service: everything verified first, everything public last'
    argument 'service', 'what is released', choices: project.services*.name
    argument 'version', 'semantic version, or "next" to compute it from the commits'
    option   'pre',     'name of a pre-release, such as rc'

    stages {
        def release  = newRelease(project.service(arguments.service), arguments.version, pre: options.pre)
        def service  = release.service

        def claimed  = claimRelease(release)                                  // asks the registry, takes the lock
        def image    = buildImage(service) { after claimed; version release.version }
        def bill     = sbom(image)
        def scan     = scanImage(image)
        def talks    = mcpHandshake(image, service)
        def staged   = stageImage(image, evidence: [bill, scan, talks])       // by digest: no tag yet
        def recorded = recordRelease(claimed, staged)
        def signed   = signImage(staged, attest: [bill, scan, provenance(image, service: service)]) { after recorded; secrets 'COSIGN_PASSWORD' }
        def verified = verifyImage(signed)
        def notes    = releaseNotes(release, verified)
        def tagged   = publishTags(verified, tags: release.tags)
        announce(published: tagged) { after notes }
    }
}
