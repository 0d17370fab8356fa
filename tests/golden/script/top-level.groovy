import static java.lang.Math.*
def answer = 42
class Helper {}
static def one() { 1 }
def sbom(x) { x }
def run() { 2 }
for (i in 1..3) { println i }
pipeline('ci') { stages { println 'x' } }
